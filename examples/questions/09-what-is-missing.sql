-- On which of these persons do we have no tax calculation for a year: never looked up, deleted, or none?
select person.identifikator, coalesce(stored.tilstand, 'not looked up') as tilstand
  from unnest(:'persons'::text[]) as person (identifikator)
  left join skatt.beregnetskatt as stored
    on stored.konsument = 'egen'
   and stored.identifikator = person.identifikator
   and stored.gjelder_periode = :'year'
 where stored.tilstand is distinct from 'gjeldende'
 order by person.identifikator;
