-- 0025_forste_lasting: what is put on the watch list is loaded first, events or not.
--
-- Locks: folger.bevaking against writers while its index is made, a second for a million rows.
-- Undo:  drop index folger.bevaking_lasting;
--        create index bevaking_versjon on folger.bevaking (konsument, versjon);

create index bevaking_lasting on folger.bevaking (konsument, versjon, identifikator);
drop index folger.bevaking_versjon;
comment on index folger.bevaking_lasting is 'For first loading, which goes through the new rows of a version in this order.';
