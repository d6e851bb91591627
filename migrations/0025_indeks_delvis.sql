-- 0025_indeks_delvis: the indexes of what waits answer their own questions and no others.
--
-- Locks: folger.ventende_oppslag and folger.parkert_oppslag against all while their indexes are made anew,
--        two seconds per million rows. A replica of an earlier version finds what is due without an index
--        until it is replaced.
-- Undo:  the three indexes as 0013_konsumenter and 0015_ferskhet have them.
--
-- A nøkkel is found by the primary key. But while Postgres has no figures of a table that is mostly empty,
-- each index that begins with konsument seems to find one row as well, and a batch of answers read all that
-- waits for each of them. Now such an index can be used only where its condition is asked for too.

drop index folger.ventende_oppslag_forfall;
create index ventende_oppslag_forfall on folger.ventende_oppslag (konsument, oppslag, prioritet, forfall_at)
 where prioritet >= 0;

drop index folger.ventende_oppslag_liste, folger.parkert_oppslag_liste;
create index ventende_oppslag_liste on folger.ventende_oppslag (konsument, liste, aarsak, ajour_foer_at nulls first, eldste_mottatt_at)
 where liste is not null;
create index parkert_oppslag_liste  on folger.parkert_oppslag  (konsument, liste, aarsak, ajour_foer_at nulls first)
 where liste is not null;
