-- 0011_indeks_tilstand: what has been deleted, or has no data, is found without reading the rest.
--
-- Locks: each table of skatt.opplysning against writing while it is read once: a second per million rows.
-- Undo:  drop index skatt.opplysning_tilstand;
--
-- Rows with data are nearly all rows, and are not in it: storing an answer writes nothing here.
-- "By person" and "by person and period" are the primary key, "changed since" has an index of its
-- own in each table.

create index opplysning_tilstand on skatt.opplysning (konsument, tilstand, endret_at)
 where tilstand <> 'gjeldende';
