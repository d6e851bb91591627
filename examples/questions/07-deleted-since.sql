-- What has Skatteetaten deleted since a time? Forget it too, or correct what was decided by it.
select identifikator, oppslag, gjelder_periode, endret_at
  from skatt.opplysning
 where konsument = 'egen'
   and tilstand = 'slettet'
   and endret_at > :'since'::timestamptz
 order by endret_at
 limit 100;
