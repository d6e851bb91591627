-- 0009_visninger_oppgjoer: typed views of what the skatteoppgjør and a-ordningen give about a person.
--
-- Locks: none that matter; everything is new.
-- Undo:  drop view of each view below; drop function folger.beskriv_visning;
--
-- What holds for every skatt.v_... view, here and in later migrations:
--   - Its first columns are those of the row of skatt.opplysning: whose, who, when, tilstand, skjermet.
--   - A row that has been deleted, has no data or is shielded stays visible: as one row without values.
--   - A field that is missing or of another type than documented is null (0008_uttrekk).
--   - Rows are read with the rights of whoever asks: security_invoker.
--   - Fields without a column are in `data` of the table, the day they come.

create function folger.beskriv_visning(visning regclass, beskrivelse text, kolonner text[][]) returns void
language plpgsql as $$
declare
  felles constant text[][] := array[
    ['konsument',       'Whose rights the data was fetched with: egen, or an organisasjonsnummer. [teknisk]'],
    ['identifikator',   'Who it is about, as the event gave it: the key of the row, and not always the number that the answer holds. [identitet]'],
    ['gjelder_periode', 'The period, as the event gave it: 2023 or 2023-01; empty where there is none. [teknisk]'],
    ['tilstand',        'gjeldende: there is data. slettet: Skatteetaten has deleted it, and all values are null. ingen_data: there never was any. [teknisk]'],
    ['skjermet',        'skjermet: true where the answer says that the person is shielded, and then holds little more. Null where it does not say. [identitet]'],
    ['hentet_at',       'When the answer was fetched. [teknisk]'],
    ['endret_at',       'When its content last changed. [teknisk]']];
  kolonne text[];
  uten text;
begin
  execute format('comment on view %s is %L', visning, beskrivelse);
  foreach kolonne slice 1 in array felles || kolonner loop
    execute format('comment on column %s.%I is %L', visning, kolonne[1], kolonne[2]);
  end loop;
  select string_agg(attname, ', ' order by attnum) into uten
    from pg_attribute
   where attrelid = visning and attnum > 0 and col_description(attrelid, attnum) is null;
  if uten is not null then
    raise exception 'no description of %: %', visning, uten;
  end if;
end $$;
comment on function folger.beskriv_visning is
  'Comments on a view and all of its columns. A column''s comment is its path in the answer, a colon, what it means, and its class of personal data in brackets.';

create view skatt.v_pensjonsgivendeinntekt with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')               as inntektsaar,
       ordning.skatteordning,
       skatt.tall(rot.data, variadic ordning.sti)        as pensjonsgivende_inntekt,
       skatt.tall(rot.data, 'pensjonsgivendeInntekt')    as pensjonsgivende_inntekt_samlet
  from skatt.pensjonsgivendeinntekt as rot
  left join lateral (
    values ('FASTLAND', array['pensjonsgivendeInntektFastland']),
           ('SVALBARD', array['pensjonsgivendeInntektSvalbard'])
  ) as ordning (skatteordning, sti) on rot.data #> ordning.sti is not null;
select folger.beskriv_visning('skatt.v_pensjonsgivendeinntekt',
  'Pensjonsgivende inntekt: one row per person, year and skatteordning. A person whose answer holds only the total has one row without skatteordning. Source: Pensjonsgivende inntekt API (docs/api/pgi.md).',
  array[
    ['inntektsaar',                    'inntektsaar: the income year. [teknisk]'],
    ['skatteordning',                  'FASTLAND or SVALBARD, by the field that holds the amount. [skatteopplysning]'],
    ['pensjonsgivende_inntekt',        'pensjonsgivendeInntektFastland, pensjonsgivendeInntektSvalbard: the income under that skatteordning, in kroner. [skatteopplysning]'],
    ['pensjonsgivende_inntekt_samlet', 'pensjonsgivendeInntekt: the income under all of them, in kroner; the same in each row of a person and year. [skatteopplysning]']]);

create view skatt.v_pensjonsgivende_inntekt_folketrygden with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                         as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                                        as inntektsaar,
       inntekt.nummer,
       skatt.tekst(inntekt.felt, 'skatteordning')                                 as skatteordning,
       skatt.dato(inntekt.felt, 'datoForFastsetting')                             as dato_for_fastsetting,
       skatt.tall(inntekt.felt, 'pensjonsgivendeInntektAvLoennsinntekt')          as loennsinntekt,
       skatt.tall(inntekt.felt, 'pensjonsgivendeInntektAvLoennsinntektBarePensjonsdel')
                                                                                  as loennsinntekt_bare_pensjonsdel,
       skatt.tall(inntekt.felt, 'pensjonsgivendeInntektAvNaeringsinntekt')        as naeringsinntekt,
       skatt.tall(inntekt.felt, 'pensjonsgivendeInntektAvNaeringsinntektFraFiskeFangstEllerFamiliebarnehage')
                                                                                  as naeringsinntekt_fiske_fangst_familiebarnehage
  from skatt.pensjonsgivende_inntekt_folketrygden as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'pensjonsgivendeInntekt'))
       with ordinality as inntekt (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_pensjonsgivende_inntekt_folketrygden',
  'Pensjonsgivende inntekt for folketrygden: one row per person, year and skatteordning. Source: Pensjonsgivende inntekt for folketrygden API (docs/api/pgi_folketrygden.md).',
  array[
    ['inntektsaar',          'inntektsaar: the income year. [teknisk]'],
    ['nummer',               'Place in pensjonsgivendeInntekt[], from 1. [teknisk]'],
    ['skatteordning',        'pensjonsgivendeInntekt[].skatteordning: FASTLAND, SVALBARD or KILDESKATT_PAA_LOENN. [skatteopplysning]'],
    ['dato_for_fastsetting', 'pensjonsgivendeInntekt[].datoForFastsetting: when it was assessed. [skatteopplysning]'],
    ['loennsinntekt',        'pensjonsgivendeInntekt[].pensjonsgivendeInntektAvLoennsinntekt: from wages, in kroner. [skatteopplysning]'],
    ['loennsinntekt_bare_pensjonsdel', 'pensjonsgivendeInntekt[].pensjonsgivendeInntektAvLoennsinntektBarePensjonsdel: from wages, for the pension part alone, in kroner. [skatteopplysning]'],
    ['naeringsinntekt',      'pensjonsgivendeInntekt[].pensjonsgivendeInntektAvNaeringsinntekt: from a business, in kroner. [skatteopplysning]'],
    ['naeringsinntekt_fiske_fangst_familiebarnehage', 'pensjonsgivendeInntekt[].pensjonsgivendeInntektAvNaeringsinntektFraFiskeFangstEllerFamiliebarnehage: from fishing, hunting or family day care, in kroner. [skatteopplysning]']]);

create view skatt.v_beregnetskatt with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                        as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                                       as inntektsaar,
       skatt.dato(rot.data, 'skatteoppgjoersdato')                               as skatteoppgjoersdato,
       skatt.tidspunkt(rot.data, 'ajourholdstidspunkt')                          as ajourholdstidspunkt,
       skatt.tall(rot.data, 'anvendtTolvdelForTrinnskatt')                       as anvendt_tolvdel_for_trinnskatt,
       skatt.tall(rot.data, 'anvendtTolvdelVedArbeidsoppholdINorge')             as anvendt_tolvdel_ved_arbeidsopphold_i_norge,
       skatt.tall(rot.data, 'anvendtTolvdelVedArbeidsoppholdIUtlandet')          as anvendt_tolvdel_ved_arbeidsopphold_i_utlandet,
       oppgjoer.type                                                             as oppgjoerstype,
       skatt.kode(oppgjoer.felt, 'skatteklasse')                                 as skatteklasse,
       skatt.tall(oppgjoer.felt, 'beregnetSkatt')                                as beregnet_skatt,
       skatt.tall(oppgjoer.felt, 'beregnetSkattFoerSkattefradrag')               as beregnet_skatt_foer_skattefradrag,
       skatt.tall(oppgjoer.felt, 'sumSkattefradrag')                             as sum_skattefradrag,
       skatt.kode(oppgjoer.felt, 'skatteregnskapskommune')                       as skatteregnskapskommune,
       skatt.boolsk(oppgjoer.felt, 'anvendtStandardfradrag')                     as anvendt_standardfradrag,
       skatt.tall(oppgjoer.felt, 'informasjonTilSkattelister', 'nettoinntekt')   as skatteliste_nettoinntekt,
       skatt.tall(oppgjoer.felt, 'informasjonTilSkattelister', 'nettoformue')    as skatteliste_nettoformue,
       skatt.tall(oppgjoer.felt, 'informasjonTilSkattelister', 'beregnetSkatt')  as skatteliste_beregnet_skatt,
       skatt.koder(oppgjoer.felt, 'informasjonTilSkattelister', 'kommune')       as skatteliste_kommune
  from skatt.beregnetskatt as rot
  left join lateral (
    values ('fastland',             skatt.objekt(rot.data, 'beregnetSkattFastland')),
           ('svalbard',             skatt.objekt(rot.data, 'beregnetSkattSvalbard')),
           ('kildeskatt_paa_loenn', skatt.objekt(rot.data, 'beregnetSkattKildeskattPaaLoenn'))
  ) as oppgjoer (type, felt) on oppgjoer.felt is not null;
select folger.beskriv_visning('skatt.v_beregnetskatt',
  'Calculated tax: one row per person, year and oppgjørstype. Source: Beregnet skatt API (docs/api/beregnetskatt.md, Informasjonsmodell V2).',
  array[
    ['inntektsaar',         'inntektsaar: the income year. [teknisk]'],
    ['skatteoppgjoersdato', 'skatteoppgjoersdato: the date of the skatteoppgjør. [skatteopplysning]'],
    ['ajourholdstidspunkt', 'ajourholdstidspunkt: when Skatteetaten last updated it. [teknisk]'],
    ['anvendt_tolvdel_for_trinnskatt', 'anvendtTolvdelForTrinnskatt: months that regulate the allowance of trinnskatt. [skatteopplysning]'],
    ['anvendt_tolvdel_ved_arbeidsopphold_i_norge', 'anvendtTolvdelVedArbeidsoppholdINorge: twelfths used for a stay in Norway. [skatteopplysning]'],
    ['anvendt_tolvdel_ved_arbeidsopphold_i_utlandet', 'anvendtTolvdelVedArbeidsoppholdIUtlandet: twelfths used for a stay abroad. [skatteopplysning]'],
    ['oppgjoerstype',       'fastland, svalbard or kildeskatt_paa_loenn: beregnetSkattFastland, beregnetSkattSvalbard, beregnetSkattKildeskattPaaLoenn. [skatteopplysning]'],
    ['skatteklasse',        '<oppgjør>.skatteklasse: the tax class. [skatteopplysning]'],
    ['beregnet_skatt',      '<oppgjør>.beregnetSkatt: the tax, in kroner. [skatteopplysning]'],
    ['beregnet_skatt_foer_skattefradrag', '<oppgjør>.beregnetSkattFoerSkattefradrag: the tax before deductions, in kroner. [skatteopplysning]'],
    ['sum_skattefradrag',   '<oppgjør>.sumSkattefradrag: the deductions, in kroner. [skatteopplysning]'],
    ['skatteregnskapskommune', '<oppgjør>.skatteregnskapskommune: number of the municipality. [kontakt]'],
    ['anvendt_standardfradrag', '<oppgjør>.anvendtStandardfradrag: whether the standard deduction for foreign workers is used. [skatteopplysning]'],
    ['skatteliste_nettoinntekt', '<oppgjør>.informasjonTilSkattelister.nettoinntekt: in kroner. [skatteopplysning]'],
    ['skatteliste_nettoformue', '<oppgjør>.informasjonTilSkattelister.nettoformue: in kroner. [skatteopplysning]'],
    ['skatteliste_beregnet_skatt', '<oppgjør>.informasjonTilSkattelister.beregnetSkatt: in kroner. [skatteopplysning]'],
    ['skatteliste_kommune', '<oppgjør>.informasjonTilSkattelister.kommune[]: numbers of the municipalities. [kontakt]']]);

create view skatt.v_beregnetskatt_post with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')  as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar') as inntektsaar,
       post.oppgjoerstype,
       post.gruppe,
       post.navn,
       skatt.tall(post.felt, 'grunnlag')   as grunnlag,
       coalesce(skatt.tall(post.felt, 'beloep'), skatt.tall(post.felt, variadic '{}')) as beloep
  from skatt.beregnetskatt as rot
  left join lateral (
    select oppgjoer.type, gruppe.navn, felt.key, felt.value
      from (values ('fastland',             'beregnetSkattFastland'),
                   ('svalbard',             'beregnetSkattSvalbard'),
                   ('kildeskatt_paa_loenn', 'beregnetSkattKildeskattPaaLoenn')) as oppgjoer (type, felt)
     cross join unnest(array['skattOgAvgift', 'skattefradrag', 'skattetillegg', 'oevrigeResultaterAvBeregning'])
           as gruppe (navn)
     cross join lateral jsonb_each(skatt.objekt(rot.data, oppgjoer.felt, gruppe.navn)) as felt
  ) as post (oppgjoerstype, gruppe, navn, felt) on true;
select folger.beskriv_visning('skatt.v_beregnetskatt_post',
  'What the calculated tax is made of: one row per person, year, oppgjørstype, group and field, such as skattOgAvgift and trinnskatt. Fields that come with a new year are here without a new version. Source: Beregnet skatt API (docs/api/beregnetskatt.md, Informasjonsmodell V2).',
  array[
    ['inntektsaar',   'inntektsaar: the income year. [teknisk]'],
    ['oppgjoerstype', 'As in v_beregnetskatt. [skatteopplysning]'],
    ['gruppe',        'The object that the field is in: skattOgAvgift, skattefradrag, skattetillegg or oevrigeResultaterAvBeregning. [skatteopplysning]'],
    ['navn',          'The name of the field, such as trinnskatt. [skatteopplysning]'],
    ['grunnlag',      '<oppgjør>.<gruppe>.<navn>.grunnlag: what it is calculated from, in kroner; null for fields that are a plain amount. [skatteopplysning]'],
    ['beloep',        '<oppgjør>.<gruppe>.<navn>.beloep, or the field itself where it is a number: in kroner. [skatteopplysning]']]);

create view skatt.v_avregning with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                   as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                  as inntektsaar,
       skatt.dato(rot.data, 'skatteoppgjoersdato')          as skatteoppgjoersdato,
       ordning.skatteordning,
       skatt.tall(ordning.felt, 'restskatt')                as restskatt,
       skatt.tall(ordning.felt, 'avregnetForskuddstrekk')   as avregnet_forskuddstrekk,
       skatt.tall(ordning.felt, 'beloepTilgode')            as beloep_tilgode
  from skatt.avregning as rot
  left join lateral (
    values ('FASTLAND', skatt.objekt(rot.data, 'fastland')),
           ('SVALBARD', skatt.objekt(rot.data, 'svalbard'))
  ) as ordning (skatteordning, felt) on ordning.felt is not null;
select folger.beskriv_visning('skatt.v_avregning',
  'What is owed or paid back after the skatteoppgjør: one row per person, year and skatteordning. Source: Avregning API (docs/api/avregning.md).',
  array[
    ['inntektsaar',             'inntektsaar: the income year. [teknisk]'],
    ['skatteoppgjoersdato',     'skatteoppgjoersdato: the date of the skatteoppgjør. [skatteopplysning]'],
    ['skatteordning',           'FASTLAND or SVALBARD: the objects fastland and svalbard. [skatteopplysning]'],
    ['restskatt',               '<skatteordning>.restskatt: what the advance does not cover, in kroner. [skatteopplysning]'],
    ['avregnet_forskuddstrekk', '<skatteordning>.avregnetForskuddstrekk: the advance that was withheld, in kroner. [skatteopplysning]'],
    ['beloep_tilgode',          '<skatteordning>.beloepTilgode: what is paid out, in kroner. [skatteopplysning]']]);

create view skatt.v_skatteplikt with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                   as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                  as inntektsaar,
       skatt.tekst(rot.data, 'skattepliktTilNorge')         as skatteplikt_til_norge,
       skatt.tekst(rot.data, 'skattepliktTilSvalbard')      as skatteplikt_til_svalbard,
       skatt.koder(rot.data, 'saerskiltSkatteplikt')        as saerskilt_skatteplikt,
       skatt.kode(rot.data, 'skattested')                   as skattested,
       skatt.tall(rot.data, 'alderIInntektsaar')            as alder_i_inntektsaar
  from skatt.skatteplikt as rot;
select folger.beskriv_visning('skatt.v_skatteplikt',
  'What a person is skattepliktig for: one row per person and year. Source: Skatteplikt API (docs/api/skatteplikt.md).',
  array[
    ['inntektsaar',              'inntektsaar: the income year. [teknisk]'],
    ['skatteplikt_til_norge',    'skattepliktTilNorge: such as global or begrenset. [skatteopplysning]'],
    ['skatteplikt_til_svalbard', 'skattepliktTilSvalbard: such as begrenset. [skatteopplysning]'],
    ['saerskilt_skatteplikt',    'saerskiltSkatteplikt[]: such as skattepliktEtterPetroleumsskatteloven. [skatteopplysning]'],
    ['skattested',               'skattested: number of the municipality. [kontakt]'],
    ['alder_i_inntektsaar',      'alderIInntektsaar: age in years. [identitet]']]);

create view skatt.v_inntekt with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       coalesce(skatt.boolsk(oppgave.felt, 'skjermet'), skatt.boolsk(rot.data, 'skjermet')) as skjermet,
       rot.hentet_at, rot.endret_at,
       oppgave.nummer                                                                  as oppgave_nummer,
       skatt.tekst(oppgave.felt, 'kalendermaaned')                                     as kalendermaaned,
       skatt.tekst(oppgave.felt, 'opplysningspliktigId')                               as opplysningspliktig,
       skatt.tekst(oppgave.felt, 'virksomhetId')                                       as virksomhet,
       skatt.tekst(oppgave.felt, 'inntektsmottaker', 'personidentifikator')            as inntektsmottaker,
       skatt.tidspunkt(oppgave.felt, 'oppsummeringstidspunkt')                         as oppsummeringstidspunkt,
       skatt.tidspunkt(oppgave.felt, 'mottaksinformasjon', 'foersteMottakstidspunkt')  as foerste_mottakstidspunkt,
       skatt.tidspunkt(oppgave.felt, 'mottaksinformasjon', 'sisteMottakstidspunkt')    as siste_mottakstidspunkt,
       skatt.tall(oppgave.felt, 'sjoefolksrelatertInformasjon', 'antallDoegnOmbord')   as antall_doegn_ombord
  from skatt.inntekt as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'oppgaveInntektsmottaker'))
       with ordinality as oppgave (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_inntekt',
  'Reports to a-ordningen: one row per person, month and virksomhet. Source: Inntekt API 1.7.0 (OpenAPI; docs/api/inntekt.md).',
  array[
    ['oppgave_nummer',           'Place in oppgaveInntektsmottaker[], from 1. [teknisk]'],
    ['kalendermaaned',           'oppgaveInntektsmottaker[].kalendermaaned: the month, such as 2018-07. [teknisk]'],
    ['opplysningspliktig',       'oppgaveInntektsmottaker[].opplysningspliktigId: who reported. [identitet]'],
    ['virksomhet',               'oppgaveInntektsmottaker[].virksomhetId: the underenhet. [identitet]'],
    ['inntektsmottaker',         'oppgaveInntektsmottaker[].inntektsmottaker.personidentifikator: the person''s number in the answer. [identitet]'],
    ['oppsummeringstidspunkt',   'oppgaveInntektsmottaker[].oppsummeringstidspunkt: when the report was summed up. [teknisk]'],
    ['foerste_mottakstidspunkt', 'oppgaveInntektsmottaker[].mottaksinformasjon.foersteMottakstidspunkt: when it was first received. [teknisk]'],
    ['siste_mottakstidspunkt',   'oppgaveInntektsmottaker[].mottaksinformasjon.sisteMottakstidspunkt: when it was last received. [teknisk]'],
    ['antall_doegn_ombord',      'oppgaveInntektsmottaker[].sjoefolksrelatertInformasjon.antallDoegnOmbord: days on board, of seamen. [skatteopplysning]']]);

create view skatt.v_inntekt_post with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       coalesce(skatt.boolsk(oppgave.felt, 'skjermet'), skatt.boolsk(rot.data, 'skjermet')) as skjermet,
       rot.hentet_at, rot.endret_at,
       oppgave.nummer                                                     as oppgave_nummer,
       post.nummer                                                        as post_nummer,
       skatt.tekst(oppgave.felt, 'kalendermaaned')                        as kalendermaaned,
       skatt.tekst(oppgave.felt, 'opplysningspliktigId')                  as opplysningspliktig,
       skatt.tekst(oppgave.felt, 'virksomhetId')                          as virksomhet,
       inntekt.type                                                       as inntektstype,
       skatt.tekst(inntekt.felt, 'beskrivelse')                           as beskrivelse,
       skatt.tall(post.felt, 'beloep')                                    as beloep,
       skatt.tall(inntekt.felt, 'antall')                                 as antall,
       skatt.tekst(post.felt, 'fordel')                                   as fordel,
       skatt.boolsk(post.felt, 'utloeserArbeidsgiveravgift')              as utloeser_arbeidsgiveravgift,
       skatt.boolsk(post.felt, 'inngaarIGrunnlagForTrekk')                as inngaar_i_grunnlag_for_trekk,
       skatt.tekst(post.felt, 'skatteOgAvgiftsregel')                     as skatte_og_avgiftsregel,
       skatt.dato(post.felt, 'startdatoOpptjeningsperiode')               as startdato_opptjeningsperiode,
       skatt.dato(post.felt, 'sluttdatoOpptjeningsperiode')               as sluttdato_opptjeningsperiode,
       skatt.tekst(inntekt.felt, 'spesifikasjon', 'skattemessigBosattILand') as skattemessig_bosatt_i_land,
       skatt.tekst(inntekt.felt, 'spesifikasjon', 'opptjeningsland')      as opptjeningsland,
       skatt.objekt(inntekt.felt, 'tilleggsinformasjon')                  as tilleggsinformasjon
  from skatt.inntekt as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'oppgaveInntektsmottaker'))
       with ordinality as oppgave (felt, nummer) on true
  left join lateral jsonb_array_elements(skatt.liste(oppgave.felt, 'inntekt'))
       with ordinality as post (felt, nummer) on true
  left join lateral (
    select type, skatt.objekt(post.felt, type)
      from unnest(array['loennsinntekt', 'ytelseFraOffentlige', 'pensjonEllerTrygd', 'naeringsinntekt']) as type
     where skatt.objekt(post.felt, type) is not null
     limit 1
  ) as inntekt (type, felt) on true;
select folger.beskriv_visning('skatt.v_inntekt_post',
  'Income: one row per person, month, virksomhet and income line. A report without income lines has one row without post_nummer. Source: Inntekt API 1.7.0 (OpenAPI; docs/api/inntekt.md).',
  array[
    ['oppgave_nummer',     'Place in oppgaveInntektsmottaker[], from 1. [teknisk]'],
    ['post_nummer',        'Place in oppgaveInntektsmottaker[].inntekt[], from 1. [teknisk]'],
    ['kalendermaaned',     'oppgaveInntektsmottaker[].kalendermaaned: the month, such as 2018-07. [teknisk]'],
    ['opplysningspliktig', 'oppgaveInntektsmottaker[].opplysningspliktigId: who reported. [identitet]'],
    ['virksomhet',         'oppgaveInntektsmottaker[].virksomhetId: the underenhet. [identitet]'],
    ['inntektstype',       'Which of loennsinntekt, ytelseFraOffentlige, pensjonEllerTrygd and naeringsinntekt inntekt[] has. [skatteopplysning]'],
    ['beskrivelse',        'inntekt[].<inntektstype>.beskrivelse: the code of the income, such as timeloenn. [skatteopplysning]'],
    ['beloep',             'inntekt[].beloep: in kroner. [skatteopplysning]'],
    ['antall',             'inntekt[].loennsinntekt.antall: number of hours, days or the like. [skatteopplysning]'],
    ['fordel',             'inntekt[].fordel: kontantytelse, naturalytelse or utgiftsgodtgjoerelse. [skatteopplysning]'],
    ['utloeser_arbeidsgiveravgift',  'inntekt[].utloeserArbeidsgiveravgift. [skatteopplysning]'],
    ['inngaar_i_grunnlag_for_trekk', 'inntekt[].inngaarIGrunnlagForTrekk. [skatteopplysning]'],
    ['skatte_og_avgiftsregel',       'inntekt[].skatteOgAvgiftsregel: a code. [skatteopplysning]'],
    ['startdato_opptjeningsperiode', 'inntekt[].startdatoOpptjeningsperiode. [skatteopplysning]'],
    ['sluttdato_opptjeningsperiode', 'inntekt[].sluttdatoOpptjeningsperiode. [skatteopplysning]'],
    ['skattemessig_bosatt_i_land',   'inntekt[].<inntektstype>.spesifikasjon.skattemessigBosattILand: a country''s code. [kontakt]'],
    ['opptjeningsland',    'inntekt[].<inntektstype>.spesifikasjon.opptjeningsland: a country''s code. [skatteopplysning]'],
    ['tilleggsinformasjon','inntekt[].<inntektstype>.tilleggsinformasjon: the object as served. [skatteopplysning]']]);

create view skatt.v_inntekt_fradrag with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       coalesce(skatt.boolsk(oppgave.felt, 'skjermet'), skatt.boolsk(rot.data, 'skjermet')) as skjermet,
       rot.hentet_at, rot.endret_at,
       oppgave.nummer                                     as oppgave_nummer,
       post.type,
       post.nummer                                        as post_nummer,
       skatt.tekst(oppgave.felt, 'kalendermaaned')        as kalendermaaned,
       skatt.tekst(oppgave.felt, 'opplysningspliktigId')  as opplysningspliktig,
       skatt.tekst(oppgave.felt, 'virksomhetId')          as virksomhet,
       skatt.tekst(post.felt, 'beskrivelse')              as beskrivelse,
       skatt.tall(post.felt, 'beloep')                    as beloep
  from skatt.inntekt as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'oppgaveInntektsmottaker'))
       with ordinality as oppgave (felt, nummer) on true
  left join lateral (
    select type, element.felt, element.nummer
      from unnest(array['fradrag', 'forskuddstrekk']) as type
     cross join lateral jsonb_array_elements(skatt.liste(oppgave.felt, type))
           with ordinality as element (felt, nummer)
  ) as post (type, felt, nummer) on true;
select folger.beskriv_visning('skatt.v_inntekt_fradrag',
  'Deductions and tax withheld: one row per person, month, virksomhet and line. Source: Inntekt API 1.7.0 (OpenAPI).',
  array[
    ['oppgave_nummer',     'Place in oppgaveInntektsmottaker[], from 1. [teknisk]'],
    ['type',               'fradrag or forskuddstrekk: the array that the line is in. [skatteopplysning]'],
    ['post_nummer',        'Place in that array, from 1. [teknisk]'],
    ['kalendermaaned',     'oppgaveInntektsmottaker[].kalendermaaned: the month, such as 2018-07. [teknisk]'],
    ['opplysningspliktig', 'oppgaveInntektsmottaker[].opplysningspliktigId: who reported. [identitet]'],
    ['virksomhet',         'oppgaveInntektsmottaker[].virksomhetId: the underenhet. [identitet]'],
    ['beskrivelse',        '<type>[].beskrivelse: the code of the line. [skatteopplysning]'],
    ['beloep',             '<type>[].beloep: in kroner. [skatteopplysning]']]);

-- The same data at two stages: two views each, so that nobody adds an amount of one to that of the other.
do $$
declare
  tabell text;
  om text;
begin
  for tabell, om in values
    ('summertskattegrunnlag',          'from the skatteoppgjør'),
    ('summertskattegrunnlag_fastsatt', 'from the fastsatte skattemelding')
  loop
    execute format($sql$
      create view skatt.%I with (security_invoker = true) as
      select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
             skatt.boolsk(rot.data, 'skjermet')               as skjermet,
             rot.hentet_at, rot.endret_at,
             skatt.kode(rot.data, 'inntektsaar')              as inntektsaar,
             skatt.tekst(rot.data, 'stadie')                  as stadie,
             skatt.dato(rot.data, 'skatteoppgjoersdato')      as skatteoppgjoersdato,
             skatt.tidspunkt(rot.data, 'ajourholdstidspunkt') as ajourholdstidspunkt,
             post.nummer                                      as post_nummer,
             skatt.tekst(post.felt, 'tekniskNavn')            as teknisk_navn,
             skatt.tekst(post.felt, 'kategori')               as kategori,
             skatt.tall(post.felt, 'beloep')                  as beloep,
             skatt.tall(post.felt, 'andelSkattefritt')        as andel_skattefritt,
             skatt.tall(post.felt, 'andelOverfoertFraBarn')   as andel_overfoert_fra_barn
        from skatt.%I as rot
        left join lateral jsonb_array_elements(skatt.liste(rot.data, 'grunnlag'))
             with ordinality as post (felt, nummer) on true
    $sql$, 'v_' || tabell || '_post', tabell);
    perform folger.beskriv_visning(format('skatt.v_%s_post', tabell)::regclass,
      'Summert skattegrunnlag ' || om || ': one row per person, year and post. Source: Summert skattegrunnlag API, V2 (docs/api/summertskattegrunnlag.md and its Informasjonsmodell of each year).',
      array[
        ['inntektsaar',              'inntektsaar: the income year. [teknisk]'],
        ['stadie',                   'stadie: oppgjoer, fastsatt or utkast. [teknisk]'],
        ['skatteoppgjoersdato',      'skatteoppgjoersdato: the date of the skatteoppgjør. [skatteopplysning]'],
        ['ajourholdstidspunkt',      'ajourholdstidspunkt: when Skatteetaten last updated it. [teknisk]'],
        ['post_nummer',              'Place in grunnlag[], from 1. [teknisk]'],
        ['teknisk_navn',             'grunnlag[].tekniskNavn: the name of the post, such as innskudd. [skatteopplysning]'],
        ['kategori',                 'grunnlag[].kategori: inntekt, inntektsfradrag, formue, formuesfradrag or -. [skatteopplysning]'],
        ['beloep',                   'grunnlag[].beloep: in kroner. [skatteopplysning]'],
        ['andel_skattefritt',        'grunnlag[].andelSkattefritt: the tax-free part of it, in kroner. [skatteopplysning]'],
        ['andel_overfoert_fra_barn', 'grunnlag[].andelOverfoertFraBarn: the part of it from children, in kroner. [skatteopplysning]']]);

    execute format($sql$
      create view skatt.%I with (security_invoker = true) as
      select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
             skatt.boolsk(rot.data, 'skjermet')                as skjermet,
             rot.hentet_at, rot.endret_at,
             skatt.kode(rot.data, 'inntektsaar')               as inntektsaar,
             post.nummer                                       as post_nummer,
             skatt.tekst(post.felt, 'tekniskNavn')             as teknisk_navn,
             del.nummer                                        as spesifisering_nummer,
             skatt.tekst(del.felt, 'type')                     as type,
             coalesce(skatt.kode(del.felt, 'organisasjonsnummer'),
                      skatt.kode(del.felt, 'finansinstitusjonOrganisasjonsnummer')) as organisasjonsnummer,
             coalesce(skatt.tekst(del.felt, 'bankensNavn'), skatt.tekst(del.felt, 'finansinstitusjonNavn'),
                      skatt.tekst(del.felt, 'arbeidsgiversNavn'))                   as navn,
             skatt.kode(del.felt, 'kontonummer')               as kontonummer,
             skatt.tall(del.felt, 'beloep')                    as beloep,
             skatt.tall(del.felt, 'innskudd')                  as innskudd,
             skatt.tall(del.felt, 'opptjenteRenter')           as opptjente_renter,
             del.felt                                          as felt
        from skatt.%I as rot
        left join lateral jsonb_array_elements(skatt.liste(rot.data, 'grunnlag'))
             with ordinality as post (felt, nummer) on true
        left join lateral jsonb_array_elements(skatt.liste(post.felt, 'spesifisering'))
             with ordinality as del (felt, nummer) on true
    $sql$, 'v_' || tabell || '_spesifisering', tabell);
    perform folger.beskriv_visning(format('skatt.v_%s_spesifisering', tabell)::regclass,
      'What the posts of the summerte skattegrunnlag ' || om || ' are made of: one row per person, year, post and specification; a post without any has one row without spesifisering_nummer. Specifications differ by type and year: felt holds each as served. Source: Summert skattegrunnlag API, V2 (docs/api/summertskattegrunnlag.md).',
      array[
        ['inntektsaar',          'inntektsaar: the income year. [teknisk]'],
        ['post_nummer',          'Place in grunnlag[], from 1. [teknisk]'],
        ['teknisk_navn',         'grunnlag[].tekniskNavn: the name of the post. [skatteopplysning]'],
        ['spesifisering_nummer', 'Place in grunnlag[].spesifisering[], from 1. [teknisk]'],
        ['type',                 'spesifisering[].type: such as Konto, Aksjesparekonto or LoennOgTilsvarendeYtelser. [skatteopplysning]'],
        ['organisasjonsnummer',  'spesifisering[].organisasjonsnummer or .finansinstitusjonOrganisasjonsnummer: of the bank or employer. [identitet]'],
        ['navn',                 'spesifisering[].bankensNavn, .finansinstitusjonNavn or .arbeidsgiversNavn. [identitet]'],
        ['kontonummer',          'spesifisering[].kontonummer: the account. [identitet]'],
        ['beloep',               'spesifisering[].beloep: in kroner. [skatteopplysning]'],
        ['innskudd',             'spesifisering[].innskudd: what is on the account, in kroner. [skatteopplysning]'],
        ['opptjente_renter',     'spesifisering[].opptjenteRenter: interest earned, in kroner. [skatteopplysning]'],
        ['felt',                 'spesifisering[]: the whole specification as served. [skatteopplysning]']]);
  end loop;
end $$;

create view skatt.v_tilleggsskatt with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                           as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                                          as inntektsaar,
       vedtak.nummer                                                                as vedtak_nummer,
       skatt.dato(vedtak.felt, 'vedtaksdatoForTilleggsskatt')                       as vedtaksdato,
       skatt.kode(vedtak.felt, 'skattekommune')                                     as skattekommune,
       skatt.tall(vedtak.felt, 'tilleggsskattFraUriktigeOpplysninger')              as tilleggsskatt,
       skatt.tall(vedtak.felt, 'skjerpetTilleggsskattFraUriktigeOpplysninger')      as skjerpet_tilleggsskatt,
       skatt.tall(vedtak.felt, 'fradragForTvangsmulkt')                             as fradrag_for_tvangsmulkt
  from skatt.tilleggsskatt as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'vedtakOmTilleggsskatt'))
       with ordinality as vedtak (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_tilleggsskatt',
  'Tilleggsskatt: one row per person or organisation, year and decision. Source: Tilleggsskatt API (docs/api/tilleggsskatt.md).',
  array[
    ['inntektsaar',             'inntektsaar: the income year. [teknisk]'],
    ['vedtak_nummer',           'Place in vedtakOmTilleggsskatt[], from 1. [teknisk]'],
    ['vedtaksdato',             'vedtakOmTilleggsskatt[].vedtaksdatoForTilleggsskatt: the date of the decision. [skatteopplysning]'],
    ['skattekommune',           'vedtakOmTilleggsskatt[].skattekommune: number of the municipality. [kontakt]'],
    ['tilleggsskatt',           'vedtakOmTilleggsskatt[].tilleggsskattFraUriktigeOpplysninger: in kroner. [skatteopplysning]'],
    ['skjerpet_tilleggsskatt',  'vedtakOmTilleggsskatt[].skjerpetTilleggsskattFraUriktigeOpplysninger: in kroner. [skatteopplysning]'],
    ['fradrag_for_tvangsmulkt', 'vedtakOmTilleggsskatt[].fradragForTvangsmulkt: in kroner. [skatteopplysning]']]);
