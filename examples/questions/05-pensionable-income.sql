-- What is the pensjonsgivende inntekt of a person since a year, by skatteordning?
select inntektsaar, skatteordning, pensjonsgivende_inntekt, tilstand, hentet_at
  from skatt.v_pensjonsgivendeinntekt
 where konsument = 'egen'
   and identifikator = :'person'
   and gjelder_periode >= :'year'
 order by inntektsaar, skatteordning;
