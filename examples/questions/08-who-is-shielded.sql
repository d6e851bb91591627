-- Which of these persons are shielded, by what we know of them for a year?
select distinct identifikator
  from skatt.v_summertskattegrunnlag_post
 where konsument = 'egen'
   and identifikator = any (:'persons'::text[])
   and gjelder_periode = :'year'
   and skjermet;
