-- 0018_personvern: every column that consumers read says its class of personal data.
--
-- Locks: none that matter; only comments change.
-- Undo:  none needed.
--
-- The classes, in brackets at the end of a column's comment: identitet, kontakt, skatteopplysning,
-- teknisk. docs/tabeller.md says what they mean, and is made from these comments.

do $$
declare
  kolonne record;
begin
  for kolonne in
    select rel.oid::regclass as tabell, att.attname as navn, col_description(rel.oid, att.attnum) as beskrivelse,
           case
             when att.attname in ('identifikator') then 'identitet'
             when att.attname in ('data') then 'skatteopplysning'
             else 'teknisk'
           end as klasse
      from pg_class as rel
      join pg_attribute as att on att.attrelid = rel.oid and att.attnum > 0 and not att.attisdropped
     where rel.relnamespace = 'skatt'::regnamespace
       and rel.relkind in ('r', 'p', 'v')
       and col_description(rel.oid, att.attnum) !~ '\[[a-z]+\]$'
  loop
    execute format('comment on column %s.%I is %L', kolonne.tabell, kolonne.navn,
                   kolonne.beskrivelse || ' [' || kolonne.klasse || ']');
  end loop;
end $$;
