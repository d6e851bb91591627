-- What did a person earn each year? A month that is deleted or has no data counts as nothing.
select left(kalendermaaned, 4) as year, sum(beloep) as beloep, count(distinct kalendermaaned) as months
  from skatt.v_inntekt_post
 where konsument = 'egen'
   and identifikator = :'person'
   and post_nummer is not null
 group by left(kalendermaaned, 4)
 order by year;
