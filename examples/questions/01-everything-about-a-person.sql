-- What do we hold on a person? One row per oppslag and period; tilstand says whether there is data.
select oppslag, gjelder_periode, tilstand, data, hentet_at
  from skatt.opplysning
 where konsument = 'egen'
   and identifikator = :'person'
 order by oppslag, gjelder_periode;
