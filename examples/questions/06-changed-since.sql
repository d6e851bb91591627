-- Whose summerte skattegrunnlag has changed since a time? The oldest change first, a page at a time.
select identifikator, gjelder_periode, tilstand, endret_at
  from skatt.summertskattegrunnlag
 where konsument = 'egen'
   and endret_at > :'since'::timestamptz
 order by endret_at, identifikator, gjelder_periode
 limit 100;
