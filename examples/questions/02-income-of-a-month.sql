-- What did a person earn in a month, and from whom? One row per employer and kind of income.
select virksomhet, inntektstype, beskrivelse, sum(beloep) as beloep
  from skatt.v_inntekt_post
 where konsument = 'egen'
   and identifikator = :'person'
   and gjelder_periode = :'month'
 group by virksomhet, inntektstype, beskrivelse
 order by virksomhet, inntektstype, beskrivelse;
