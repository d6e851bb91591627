-- 0010_visninger_meldinger: typed views of skattemeldinger, næringsspesifikasjon, companies, mva and
-- property. What holds for all of them is in the header of 0009_visninger_oppgjoer.
--
-- Locks: none that matter; everything is new.
-- Undo:  drop view of each view below.
--
-- No view: what beregnetskattupersonlig, summertskattegrunnlagupersonlig, skatteberegningsgrunnlagupersonlig
-- and underenhet-a-ordningen answer with is not documented anywhere.

do $$
declare
  tabell text;
  om text;
begin
  for tabell, om in values
    ('skattemelding_fastsatt', 'A person''s fastsatte skattemelding'),
    ('skattemelding_utkast',   'The draft of a person''s skattemelding')
  loop
    execute format($sql$
      create view skatt.%I with (security_invoker = true) as
      select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
             skatt.boolsk(rot.data, 'skjermet')                  as skjermet,
             rot.hentet_at, rot.endret_at,
             skatt.kode(rot.data, 'inntektsaar')                 as inntektsaar,
             skatt.kode(rot.data, 'personidentifikator')         as personidentifikator,
             skatt.tidspunkt(rot.data, 'registreringstidspunkt') as registreringstidspunkt,
             skatt.tidspunkt(rot.data, 'opprettetDato')          as opprettet_dato
        from skatt.%I as rot
    $sql$, 'v_' || tabell, tabell);
    perform folger.beskriv_visning(format('skatt.v_%s', tabell)::regclass,
      om || ': one row per person and year. Source: Skattemelding API (docs/api/skattemelding.md), which has a form of its own for each year.',
      array[
        ['inntektsaar',            'inntektsaar: the income year. [teknisk]'],
        ['personidentifikator',    'personidentifikator: the person''s number today, which may be another than the event gave. [identitet]'],
        ['registreringstidspunkt', 'registreringstidspunkt: when it was registered. [teknisk]'],
        ['opprettet_dato',         'opprettetDato: when it was made. [teknisk]']]);

    execute format($sql$
      create view skatt.%I with (security_invoker = true) as
      select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
             skatt.boolsk(rot.data, 'skjermet')                     as skjermet,
             rot.hentet_at, rot.endret_at,
             skatt.kode(rot.data, 'inntektsaar')                    as inntektsaar,
             konto.nummer                                           as konto_nummer,
             skatt.kode(konto.felt, 'kontonummer')                  as kontonummer,
             skatt.tekst(konto.felt, 'bankensNavn')                 as bankens_navn,
             skatt.kode(konto.felt, 'organisasjonsnummer')          as organisasjonsnummer,
             skatt.tall(konto.felt, 'innskudd', 'beloep')           as innskudd,
             skatt.tall(konto.felt, 'opptjenteRenter', 'beloep')    as opptjente_renter
        from skatt.%I as rot
        left join lateral jsonb_array_elements(skatt.liste(rot.data, 'bankLaanOgForsikring', 'konto'))
             with ordinality as konto (felt, nummer) on true
    $sql$, 'v_' || tabell || '_konto', tabell);
    perform folger.beskriv_visning(format('skatt.v_%s_konto', tabell)::regclass,
      om || ', bank accounts: one row per person, year and account. Source: Skattemelding API (docs/api/skattemelding.md).',
      array[
        ['inntektsaar',         'inntektsaar: the income year. [teknisk]'],
        ['konto_nummer',        'Place in bankLaanOgForsikring.konto[], from 1. [teknisk]'],
        ['kontonummer',         'bankLaanOgForsikring.konto[].kontonummer: the account. [identitet]'],
        ['bankens_navn',        'bankLaanOgForsikring.konto[].bankensNavn. [identitet]'],
        ['organisasjonsnummer', 'bankLaanOgForsikring.konto[].organisasjonsnummer: of the bank. [identitet]'],
        ['innskudd',            'bankLaanOgForsikring.konto[].innskudd.beloep: what is on the account, in kroner. [skatteopplysning]'],
        ['opptjente_renter',    'bankLaanOgForsikring.konto[].opptjenteRenter.beloep: interest earned, in kroner. [skatteopplysning]']]);

    execute format($sql$
      create view skatt.%I with (security_invoker = true) as
      select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
             skatt.boolsk(rot.data, 'skjermet')                      as skjermet,
             rot.hentet_at, rot.endret_at,
             skatt.kode(rot.data, 'inntektsaar')                     as inntektsaar,
             arbeidsgiver.nummer                                     as arbeidsgiver_nummer,
             ytelse.nummer                                           as ytelse_nummer,
             skatt.tekst(arbeidsgiver.felt, 'navn')                  as arbeidsgivers_navn,
             skatt.kode(arbeidsgiver.felt, 'organisasjonsnummer')    as organisasjonsnummer,
             skatt.tekst(ytelse.felt, 'behandlingsart')              as behandlingsart,
             skatt.tall(ytelse.felt, 'beloep', 'beloep')             as beloep
        from skatt.%I as rot
        left join lateral jsonb_array_elements(
               skatt.liste(rot.data, 'arbeidTrygdOgPensjon', 'loennOgTilsvarendeYtelser', 'arbeidsgiver'))
             with ordinality as arbeidsgiver (felt, nummer) on true
        left join lateral jsonb_array_elements(
               skatt.liste(arbeidsgiver.felt, 'samledeYtelserFraArbeidsgiverPerBehandlingsart'))
             with ordinality as ytelse (felt, nummer) on true
    $sql$, 'v_' || tabell || '_ytelse', tabell);
    perform folger.beskriv_visning(format('skatt.v_%s_ytelse', tabell)::regclass,
      om || ', wages: one row per person, year, employer and kind of payment. Source: Skattemelding API (docs/api/skattemelding.md).',
      array[
        ['inntektsaar',         'inntektsaar: the income year. [teknisk]'],
        ['arbeidsgiver_nummer', 'Place in arbeidTrygdOgPensjon.loennOgTilsvarendeYtelser.arbeidsgiver[], from 1. [teknisk]'],
        ['ytelse_nummer',       'Place in arbeidsgiver[].samledeYtelserFraArbeidsgiverPerBehandlingsart[], from 1. [teknisk]'],
        ['arbeidsgivers_navn',  'arbeidsgiver[].navn. [identitet]'],
        ['organisasjonsnummer', 'arbeidsgiver[].organisasjonsnummer. [identitet]'],
        ['behandlingsart',      'samledeYtelserFraArbeidsgiverPerBehandlingsart[].behandlingsart: such as LONN. [skatteopplysning]'],
        ['beloep',              'samledeYtelserFraArbeidsgiverPerBehandlingsart[].beloep.beloep: in kroner. [skatteopplysning]']]);

    execute format($sql$
      create view skatt.%I with (security_invoker = true) as
      select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
             skatt.boolsk(rot.data, 'skjermet')                                           as skjermet,
             rot.hentet_at, rot.endret_at,
             skatt.kode(rot.data, 'inntektsaar')                                          as inntektsaar,
             forsikring.nummer                                                            as forsikring_nummer,
             skatt.kode(forsikring.felt, 'forsikringsnummer')                             as forsikringsnummer,
             skatt.tekst(forsikring.felt, 'livsforsikringsselskapetsNavn')                as selskapets_navn,
             skatt.kode(forsikring.felt, 'livsforsikringsselskapetsOrganisasjonsnummer')  as organisasjonsnummer,
             skatt.tall(forsikring.felt, 'avkastningAvKapitalforsikringsavtale', 'beloep')      as avkastning,
             skatt.tall(forsikring.felt, 'gjenkjoepsverdiAvKapitalforsikringsavtale', 'beloep') as gjenkjoepsverdi
        from skatt.%I as rot
        left join lateral jsonb_array_elements(
               skatt.liste(rot.data, 'bankLaanOgForsikring', 'forsikring', 'livsforsikring'))
             with ordinality as forsikring (felt, nummer) on true
    $sql$, 'v_' || tabell || '_livsforsikring', tabell);
    perform folger.beskriv_visning(format('skatt.v_%s_livsforsikring', tabell)::regclass,
      om || ', life insurance: one row per person, year and policy. Source: Skattemelding API (docs/api/skattemelding.md).',
      array[
        ['inntektsaar',         'inntektsaar: the income year. [teknisk]'],
        ['forsikring_nummer',   'Place in bankLaanOgForsikring.forsikring.livsforsikring[], from 1. [teknisk]'],
        ['forsikringsnummer',   'livsforsikring[].forsikringsnummer: the policy. [identitet]'],
        ['selskapets_navn',     'livsforsikring[].livsforsikringsselskapetsNavn. [identitet]'],
        ['organisasjonsnummer', 'livsforsikring[].livsforsikringsselskapetsOrganisasjonsnummer. [identitet]'],
        ['avkastning',          'livsforsikring[].avkastningAvKapitalforsikringsavtale.beloep: in kroner. [skatteopplysning]'],
        ['gjenkjoepsverdi',     'livsforsikring[].gjenkjoepsverdiAvKapitalforsikringsavtale.beloep: in kroner. [skatteopplysning]']]);
  end loop;
end $$;

create view skatt.v_skattemelding_upersonlig with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                         as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                                        as inntektsaar,
       skatt.kode(rot.data, 'norskIdentifikator')                                 as norsk_identifikator,
       skatt.tidspunkt(rot.data, 'ajourholdstidspunkt')                           as ajourholdstidspunkt,
       skatt.tall(rot.data, 'inntektOgUnderskudd', 'inntekt', 'naeringsinntekt')  as naeringsinntekt,
       skatt.tall(rot.data, 'inntektOgUnderskudd', 'inntektFoerFradragForEventueltAvgittKonsernbidrag')
                                                                                  as inntekt_foer_avgitt_konsernbidrag,
       skatt.tall(rot.data, 'inntektOgUnderskudd', 'samletInntekt', 'beloep')     as samlet_inntekt,
       skatt.tall(rot.data, 'formueOgGjeld', 'samletVerdiFoerEventuellVerdsettingsrabatt', 'beloep')
                                                                                  as samlet_verdi_foer_verdsettingsrabatt,
       skatt.tall(rot.data, 'verdsettingAvAksje', 'samletVerdiBakAksjeneISelskapet', 'beloep')
                                                                                  as samlet_verdi_bak_aksjene,
       skatt.boolsk(rot.data, 'opplysningOmSkattesubjekt', 'erBoersnotert')       as er_boersnotert
  from skatt.skattemelding_upersonlig as rot;
select folger.beskriv_visning('skatt.v_skattemelding_upersonlig',
  'A company''s fastsatte skattemelding: one row per company and year. Source: Skattemelding upersonlig API, V4 (docs/api/skattemeldingupersonlig.md).',
  array[
    ['inntektsaar',              'inntektsaar: the income year. [teknisk]'],
    ['norsk_identifikator',      'norskIdentifikator: the organisasjonsnummer in the answer. [identitet]'],
    ['ajourholdstidspunkt',      'ajourholdstidspunkt: when Skatteetaten last updated it. [teknisk]'],
    ['naeringsinntekt',          'inntektOgUnderskudd.inntekt.naeringsinntekt: in kroner. [skatteopplysning]'],
    ['inntekt_foer_avgitt_konsernbidrag', 'inntektOgUnderskudd.inntektFoerFradragForEventueltAvgittKonsernbidrag: in kroner. [skatteopplysning]'],
    ['samlet_inntekt',           'inntektOgUnderskudd.samletInntekt.beloep: in kroner. [skatteopplysning]'],
    ['samlet_verdi_foer_verdsettingsrabatt', 'formueOgGjeld.samletVerdiFoerEventuellVerdsettingsrabatt.beloep: in kroner. [skatteopplysning]'],
    ['samlet_verdi_bak_aksjene', 'verdsettingAvAksje.samletVerdiBakAksjeneISelskapet.beloep: in kroner. [skatteopplysning]'],
    ['er_boersnotert',           'opplysningOmSkattesubjekt.erBoersnotert: whether it is listed. [skatteopplysning]']]);

create view skatt.v_skattepliktupersonlig with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                     as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                                    as inntektsaar,
       skatt.kode(rot.data, 'organisasjonsnummer')                            as organisasjonsnummer,
       skatt.tidspunkt(rot.data, 'ajourholdstidspunkt')                       as ajourholdstidspunkt,
       skatt.boolsk(rot.data, 'harSkattepliktTilNorge')                       as har_skatteplikt_til_norge,
       skatt.boolsk(rot.data, 'harSkattepliktTilSvalbard')                    as har_skatteplikt_til_svalbard,
       skatt.boolsk(rot.data, 'erFritattForFormuesskatt')                     as er_fritatt_for_formuesskatt,
       skatt.boolsk(rot.data, 'erOmfattetAvSaerreglerForKraftforetak')        as er_omfattet_av_saerregler_for_kraftforetak,
       skatt.boolsk(rot.data, 'erOmfattetAvPetroleumsskatteloven')            as er_omfattet_av_petroleumsskatteloven,
       skatt.boolsk(rot.data, 'erOmfattetAvRederiskatteordningen')            as er_omfattet_av_rederiskatteordningen,
       skatt.boolsk(rot.data, 'erOmfattetAvFinansskattPaaLoennOgOverskudd')   as er_omfattet_av_finansskatt,
       skatt.boolsk(rot.data, 'erOmfattetAvSaerreglerForHavbruksvirksomhet')  as er_omfattet_av_saerregler_for_havbruk,
       skatt.boolsk(rot.data, 'erOmfattetAvSaerreglerForLandbasertVindkraft') as er_omfattet_av_saerregler_for_vindkraft,
       skatt.boolsk(rot.data, 'erUnntattSkattepliktEtterSkatteavtale')        as er_unntatt_etter_skatteavtale,
       skatt.boolsk(rot.data, 'harLeveringsfritak')                           as har_leveringsfritak,
       skatt.boolsk(rot.data, 'skalViseAksjeopplysningerPaaSkatteoppgjoer')   as skal_vise_aksjeopplysninger,
       skatt.koder(rot.data, 'skatteregnskapskommune')                        as skatteregnskapskommune
  from skatt.skattepliktupersonlig as rot;
select folger.beskriv_visning('skatt.v_skattepliktupersonlig',
  'What a company is skattepliktig for: one row per company and year. Source: Skatteplikt upersonlig API (docs/api/skattepliktupersonlig.md).',
  array[
    ['inntektsaar',                  'inntektsaar: the income year. [teknisk]'],
    ['organisasjonsnummer',          'organisasjonsnummer: the number in the answer. [identitet]'],
    ['ajourholdstidspunkt',          'ajourholdstidspunkt: when Skatteetaten last updated it. [teknisk]'],
    ['har_skatteplikt_til_norge',    'harSkattepliktTilNorge. [skatteopplysning]'],
    ['har_skatteplikt_til_svalbard', 'harSkattepliktTilSvalbard. [skatteopplysning]'],
    ['er_fritatt_for_formuesskatt',  'erFritattForFormuesskatt. [skatteopplysning]'],
    ['er_omfattet_av_saerregler_for_kraftforetak', 'erOmfattetAvSaerreglerForKraftforetak. [skatteopplysning]'],
    ['er_omfattet_av_petroleumsskatteloven', 'erOmfattetAvPetroleumsskatteloven. [skatteopplysning]'],
    ['er_omfattet_av_rederiskatteordningen', 'erOmfattetAvRederiskatteordningen. [skatteopplysning]'],
    ['er_omfattet_av_finansskatt',   'erOmfattetAvFinansskattPaaLoennOgOverskudd. [skatteopplysning]'],
    ['er_omfattet_av_saerregler_for_havbruk', 'erOmfattetAvSaerreglerForHavbruksvirksomhet. [skatteopplysning]'],
    ['er_omfattet_av_saerregler_for_vindkraft', 'erOmfattetAvSaerreglerForLandbasertVindkraft. [skatteopplysning]'],
    ['er_unntatt_etter_skatteavtale','erUnntattSkattepliktEtterSkatteavtale. [skatteopplysning]'],
    ['har_leveringsfritak',          'harLeveringsfritak. [skatteopplysning]'],
    ['skal_vise_aksjeopplysninger',  'skalViseAksjeopplysningerPaaSkatteoppgjoer. [skatteopplysning]'],
    ['skatteregnskapskommune',       'skatteregnskapskommune[]: numbers of the municipalities. [kontakt]']]);

create view skatt.v_naeringsspesifikasjon with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                              as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                                             as inntektsaar,
       skatt.kode(rot.data, 'norskIdentifikator')                                      as norsk_identifikator,
       skatt.tidspunkt(rot.data, 'opprettetDato')                                      as opprettet_dato,
       skatt.tidspunkt(rot.data, 'ajourholdstidspunkt')                                as ajourholdstidspunkt,
       skatt.tall(rot.data, 'resultatregnskap', 'driftsinntekt', 'sumDriftsinntekt')   as sum_driftsinntekt,
       skatt.tall(rot.data, 'resultatregnskap', 'driftskostnad', 'sumDriftskostnad')   as sum_driftskostnad,
       skatt.tall(rot.data, 'resultatregnskap', 'aarsresultat')                        as aarsresultat,
       skatt.tall(rot.data, 'beregnetNaeringsinntekt', 'skattemessigResultat')         as skattemessig_resultat,
       skatt.tekst(rot.data, 'virksomhet', 'virksomhetstype')                          as virksomhetstype,
       skatt.tekst(rot.data, 'virksomhet', 'regnskapspliktstype')                      as regnskapspliktstype,
       skatt.tekst(rot.data, 'virksomhet', 'regeltypeForAarsregnskap')                 as regeltype_for_aarsregnskap,
       skatt.tidspunkt(rot.data, 'virksomhet', 'regnskapsperiode', 'start')            as regnskapsperiode_start,
       skatt.tidspunkt(rot.data, 'virksomhet', 'regnskapsperiode', 'slutt')            as regnskapsperiode_slutt,
       skatt.boolsk(rot.data, 'skalBekreftesAvRevisor')                                as skal_bekreftes_av_revisor
  from skatt.naeringsspesifikasjon as rot;
select folger.beskriv_visning('skatt.v_naeringsspesifikasjon',
  'Næringsspesifikasjon, the sums: one row per person or company and year. Source: Næringsspesifikasjon API, V4 (docs/api/naeringsspesifikasjon.md).',
  array[
    ['inntektsaar',            'inntektsaar: the income year. [teknisk]'],
    ['norsk_identifikator',    'norskIdentifikator: the number in the answer. [identitet]'],
    ['opprettet_dato',         'opprettetDato: when it was made. [teknisk]'],
    ['ajourholdstidspunkt',    'ajourholdstidspunkt: when Skatteetaten last updated it. [teknisk]'],
    ['sum_driftsinntekt',      'resultatregnskap.driftsinntekt.sumDriftsinntekt: in kroner. [skatteopplysning]'],
    ['sum_driftskostnad',      'resultatregnskap.driftskostnad.sumDriftskostnad: in kroner. [skatteopplysning]'],
    ['aarsresultat',           'resultatregnskap.aarsresultat: in kroner. [skatteopplysning]'],
    ['skattemessig_resultat',  'beregnetNaeringsinntekt.skattemessigResultat: in kroner. [skatteopplysning]'],
    ['virksomhetstype',        'virksomhet.virksomhetstype: such as enkeltpersonforetak. [skatteopplysning]'],
    ['regnskapspliktstype',    'virksomhet.regnskapspliktstype: such as ingenRegnskapsplikt. [skatteopplysning]'],
    ['regeltype_for_aarsregnskap', 'virksomhet.regeltypeForAarsregnskap. [skatteopplysning]'],
    ['regnskapsperiode_start', 'virksomhet.regnskapsperiode.start. [skatteopplysning]'],
    ['regnskapsperiode_slutt', 'virksomhet.regnskapsperiode.slutt. [skatteopplysning]'],
    ['skal_bekreftes_av_revisor', 'skalBekreftesAvRevisor: whether an auditor has to confirm it. [skatteopplysning]']]);

create view skatt.v_naeringsspesifikasjon_resultatpost with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')               as inntektsaar,
       post.gruppe,
       post.undergruppe,
       post.nummer                                       as post_nummer,
       skatt.kode(post.felt, 'type')                     as type,
       skatt.tall(post.felt, 'beloep')                   as beloep
  from skatt.naeringsspesifikasjon as rot
  left join lateral (
    select kilde.gruppe, kilde.undergruppe, element.felt, element.nummer
      from (values ('driftsinntekt', 'salgsinntekt',       'inntekt'),
                   ('driftsinntekt', 'annenDriftsinntekt', 'inntekt'),
                   ('driftskostnad', 'annenDriftskostnad', 'kostnad')) as kilde (gruppe, undergruppe, liste)
     cross join lateral jsonb_array_elements(
             skatt.liste(rot.data, 'resultatregnskap', kilde.gruppe, kilde.undergruppe, kilde.liste))
           with ordinality as element (felt, nummer)
  ) as post (gruppe, undergruppe, felt, nummer) on true;
select folger.beskriv_visning('skatt.v_naeringsspesifikasjon_resultatpost',
  'Næringsspesifikasjon, posts of the resultatregnskap: one row per person or company, year and post. Source: Næringsspesifikasjon API, V4 (docs/api/naeringsspesifikasjon.md).',
  array[
    ['inntektsaar', 'inntektsaar: the income year. [teknisk]'],
    ['gruppe',      'driftsinntekt or driftskostnad: the object in resultatregnskap. [skatteopplysning]'],
    ['undergruppe', 'salgsinntekt, annenDriftsinntekt or annenDriftskostnad: the object in that. [skatteopplysning]'],
    ['post_nummer', 'Place in its array inntekt[] or kostnad[], from 1. [teknisk]'],
    ['type',        'resultatregnskap.<gruppe>.<undergruppe>.inntekt[].type or .kostnad[].type: number of the post, such as 3000. [skatteopplysning]'],
    ['beloep',      'resultatregnskap.<gruppe>.<undergruppe>.inntekt[].beloep or .kostnad[].beloep: in kroner. [skatteopplysning]']]);

create view skatt.v_naeringsspesifikasjon_naering with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                               as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                              as inntektsaar,
       naering.nummer                                                   as naering_nummer,
       skatt.tekst(naering.felt, 'naeringstype')                        as naeringstype,
       skatt.tekst(naering.felt, 'naeringsbeskrivelse')                 as naeringsbeskrivelse,
       skatt.kode(naering.felt, 'kommunenummer')                        as kommunenummer,
       skatt.tall(naering.felt, 'fordeltSkattemessigResultat')          as fordelt_skattemessig_resultat,
       skatt.tall(naering.felt, 'fordeltSkattemessigResultatEtterKorreksjon')
                                                                        as fordelt_skattemessig_resultat_etter_korreksjon,
       skatt.tall(naering.felt, 'fordeltSkattemessigResultatEtterKorreksjonTilordnetInnehaver')
                                                                        as tilordnet_innehaver,
       skatt.tall(naering.felt, 'andelAvFordeltSkattemessigResultatTilordnetInnehaver')
                                                                        as andel_tilordnet_innehaver
  from skatt.naeringsspesifikasjon as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'beregnetNaeringsinntekt',
              'fordeltBeregnetNaeringsinntektForPersonligSkattepliktigEllerSdf'))
       with ordinality as naering (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_naeringsspesifikasjon_naering',
  'Næringsspesifikasjon, income by trade: one row per person, year and trade. Source: Næringsspesifikasjon API, V4 (docs/api/naeringsspesifikasjon.md).',
  array[
    ['inntektsaar',         'inntektsaar: the income year. [teknisk]'],
    ['naering_nummer',      'Place in beregnetNaeringsinntekt.fordeltBeregnetNaeringsinntektForPersonligSkattepliktigEllerSdf[], from 1. [teknisk]'],
    ['naeringstype',        '...Sdf[].naeringstype: such as reindrift. [skatteopplysning]'],
    ['naeringsbeskrivelse', '...Sdf[].naeringsbeskrivelse. [skatteopplysning]'],
    ['kommunenummer',       '...Sdf[].kommunenummer. [kontakt]'],
    ['fordelt_skattemessig_resultat', '...Sdf[].fordeltSkattemessigResultat: in kroner. [skatteopplysning]'],
    ['fordelt_skattemessig_resultat_etter_korreksjon', '...Sdf[].fordeltSkattemessigResultatEtterKorreksjon: in kroner. [skatteopplysning]'],
    ['tilordnet_innehaver', '...Sdf[].fordeltSkattemessigResultatEtterKorreksjonTilordnetInnehaver: the owner''s part, in kroner. [skatteopplysning]'],
    ['andel_tilordnet_innehaver', '...Sdf[].andelAvFordeltSkattemessigResultatTilordnetInnehaver: the owner''s part, in per cent. [skatteopplysning]']]);

create view skatt.v_selskapsmelding with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                           as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                          as inntektsaar,
       skatt.kode(rot.data, 'norskIdentifikator')                   as norsk_identifikator,
       skatt.tidspunkt(rot.data, 'opprettetDato')                   as opprettet_dato,
       skatt.tidspunkt(rot.data, 'ajourholdstidspunkt')             as ajourholdstidspunkt,
       skatt.tall(rot.data, 'inntektOgUnderskudd', 'samletInntekt') as samlet_inntekt,
       skatt.tall(rot.data, 'inntektOgUnderskudd', 'inntektOgInntektsfradrag', 'naeringsinntekt')
                                                                    as naeringsinntekt
  from skatt.selskapsmelding as rot;
select folger.beskriv_visning('skatt.v_selskapsmelding',
  'Selskapsmelding of a selskap med deltakerfastsetting: one row per company and year. Source: Selskapsmelding API (docs/api/selskapsmelding.md).',
  array[
    ['inntektsaar',         'inntektsaar: the income year. [teknisk]'],
    ['norsk_identifikator', 'norskIdentifikator: the number in the answer. [identitet]'],
    ['opprettet_dato',      'opprettetDato: when it was made. [teknisk]'],
    ['ajourholdstidspunkt', 'ajourholdstidspunkt: when Skatteetaten last updated it. [teknisk]'],
    ['samlet_inntekt',      'inntektOgUnderskudd.samletInntekt: in kroner. [skatteopplysning]'],
    ['naeringsinntekt',     'inntektOgUnderskudd.inntektOgInntektsfradrag.naeringsinntekt: in kroner. [skatteopplysning]']]);

create view skatt.v_selskapsmelding_deltaker with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                           as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'inntektsaar')                                          as inntektsaar,
       deltaker.nummer                                                              as deltaker_nummer,
       skatt.kode(deltaker.felt, 'deltakerensOrganisasjonsnummer')                  as deltakerens_organisasjonsnummer,
       skatt.tekst(deltaker.felt, 'deltakerensNavn')                                as deltakerens_navn,
       skatt.tall(deltaker.felt, 'selskapsandelIProsent')                           as selskapsandel_i_prosent,
       skatt.tall(deltaker.felt, 'grunnlagForDeltakersAndelAvInntekt', 'andelAvSamletInntekt')
                                                                                    as andel_av_samlet_inntekt,
       skatt.tall(deltaker.felt, 'deltakersAndelAvInntekt', 'alminneligInntekt')    as alminnelig_inntekt,
       skatt.boolsk(deltaker.felt, 'erOmfattetAvFinansskatt')                       as er_omfattet_av_finansskatt
  from skatt.selskapsmelding as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'eierforhold', 'deltaker'))
       with ordinality as deltaker (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_selskapsmelding_deltaker',
  'Partners of a selskap med deltakerfastsetting: one row per company, year and partner. Source: Selskapsmelding API (docs/api/selskapsmelding.md).',
  array[
    ['inntektsaar',             'inntektsaar: the income year. [teknisk]'],
    ['deltaker_nummer',         'Place in eierforhold.deltaker[], from 1. [teknisk]'],
    ['deltakerens_organisasjonsnummer', 'eierforhold.deltaker[].deltakerensOrganisasjonsnummer. [identitet]'],
    ['deltakerens_navn',        'eierforhold.deltaker[].deltakerensNavn. [identitet]'],
    ['selskapsandel_i_prosent', 'eierforhold.deltaker[].selskapsandelIProsent: share, in per cent. [skatteopplysning]'],
    ['andel_av_samlet_inntekt', 'eierforhold.deltaker[].grunnlagForDeltakersAndelAvInntekt.andelAvSamletInntekt: in kroner. [skatteopplysning]'],
    ['alminnelig_inntekt',      'eierforhold.deltaker[].deltakersAndelAvInntekt.alminneligInntekt: in kroner. [skatteopplysning]'],
    ['er_omfattet_av_finansskatt', 'eierforhold.deltaker[].erOmfattetAvFinansskatt. [skatteopplysning]']]);

create view skatt.v_skatteetatenregistrert_selskap with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                              as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'identifikator')                                           as selskapets_identifikator,
       skatt.tekst(rot.data, 'selskapetsNavn')                                         as selskapets_navn,
       skatt.tekst(rot.data, 'organisasjonsform')                                      as organisasjonsform,
       skatt.dato(rot.data, 'stiftelsesdato')                                          as stiftelsesdato,
       skatt.dato(left(skatt.tekst(rot.data, 'slettetdato'), 10))                      as slettetdato,
       skatt.koder(rot.data, 'postadresse', 'norskAdresse', 'adressetekst')            as adressetekst,
       skatt.kode(rot.data, 'postadresse', 'norskAdresse', 'postnummer')               as postnummer,
       skatt.tekst(rot.data, 'postadresse', 'norskAdresse', 'poststedsnavn')           as poststedsnavn
  from skatt.skatteetatenregistrert_selskap as rot;
select folger.beskriv_visning('skatt.v_skatteetatenregistrert_selskap',
  'Companies that Skatteetaten registers: one row per company. One that has been deleted stays gjeldende here, with its slettetdato. Source: Skatteetaten-registrert selskap API (docs/api/skatteetatenregistrertselskap.md).',
  array[
    ['selskapets_identifikator', 'identifikator: the number in the answer. [identitet]'],
    ['selskapets_navn',   'selskapetsNavn. [identitet]'],
    ['organisasjonsform', 'organisasjonsform: such as indreSelskap. [skatteopplysning]'],
    ['stiftelsesdato',    'stiftelsesdato: when it was founded. [skatteopplysning]'],
    ['slettetdato',       'slettetdato: when it was deleted; null while it exists. [skatteopplysning]'],
    ['adressetekst',      'postadresse.norskAdresse.adressetekst[]. [kontakt]'],
    ['postnummer',        'postadresse.norskAdresse.postnummer. [kontakt]'],
    ['poststedsnavn',     'postadresse.norskAdresse.poststedsnavn. [kontakt]']]);

create view skatt.v_skatteetatenregistrert_selskap_relasjon with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                         as skjermet,
       rot.hentet_at, rot.endret_at,
       relasjon.nummer                                                            as relasjon_nummer,
       skatt.tekst(relasjon.felt, 'relasjonstype')                                as relasjonstype,
       skatt.tekst(relasjon.felt, 'relatertIdentifikator', 'identifikatortype')   as identifikatortype,
       skatt.kode(relasjon.felt, 'relatertIdentifikator', 'verdi')                as relatert_identifikator,
       skatt.tekst(relasjon.felt, 'relatertIdentifikator', 'landkode')            as landkode,
       skatt.tidspunkt(relasjon.felt, 'gyldighetstidspunkt')                      as gyldighetstidspunkt,
       skatt.tidspunkt(relasjon.felt, 'ajourholdstidspunkt')                      as ajourholdstidspunkt
  from skatt.skatteetatenregistrert_selskap as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'virksomhetsrelasjon'))
       with ordinality as relasjon (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_skatteetatenregistrert_selskap_relasjon',
  'Persons and companies with a role in a company that Skatteetaten registers: one row per company and role. Source: Skatteetaten-registrert selskap API (docs/api/skatteetatenregistrertselskap.md).',
  array[
    ['relasjon_nummer',        'Place in virksomhetsrelasjon[], from 1. [teknisk]'],
    ['relasjonstype',          'virksomhetsrelasjon[].relasjonstype: such as styretsLeder. [skatteopplysning]'],
    ['identifikatortype',      'virksomhetsrelasjon[].relatertIdentifikator.identifikatortype: what kind of number it is. [teknisk]'],
    ['relatert_identifikator', 'virksomhetsrelasjon[].relatertIdentifikator.verdi: who has the role. [identitet]'],
    ['landkode',               'virksomhetsrelasjon[].relatertIdentifikator.landkode. [kontakt]'],
    ['gyldighetstidspunkt',    'virksomhetsrelasjon[].gyldighetstidspunkt: since when. [skatteopplysning]'],
    ['ajourholdstidspunkt',    'virksomhetsrelasjon[].ajourholdstidspunkt: when Skatteetaten last updated it. [teknisk]']]);

create view skatt.v_mva_melding with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                                        as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'referanse')                                                         as referanse,
       skatt.kode(rot.data, 'skattepliktig', 'organisasjonsnummer')                              as organisasjonsnummer,
       skatt.tekst(rot.data, 'meldingskategori')                                                 as meldingskategori,
       skatt.tekst(rot.data, 'fastsettingsstatus', 'status')                                     as fastsettingsstatus,
       skatt.kode(rot.data, 'skattegrunnlagOgBeregnetSkatt', 'skattleggingsperiode', 'aar')      as aar,
       skatt.tekst(rot.data, 'skattegrunnlagOgBeregnetSkatt', 'skattleggingsperiode', 'periode') as periode,
       skatt.tall(rot.data, 'skattegrunnlagOgBeregnetSkatt', 'fastsattMerverdiavgift')           as fastsatt_merverdiavgift
  from skatt.mva_melding as rot;
select folger.beskriv_visning('skatt.v_mva_melding',
  'Fastsatte mva-meldinger: one row per melding. Source: Mva-melding API (docs/api/mvamelding.md).',
  array[
    ['referanse',               'referanse: the number of the melding. [teknisk]'],
    ['organisasjonsnummer',     'skattepliktig.organisasjonsnummer: who it is from. [identitet]'],
    ['meldingskategori',        'meldingskategori: such as alminnelig. [skatteopplysning]'],
    ['fastsettingsstatus',      'fastsettingsstatus.status: such as egenfastsattMerverdiavgift. [skatteopplysning]'],
    ['aar',                     'skattegrunnlagOgBeregnetSkatt.skattleggingsperiode.aar: the year. [teknisk]'],
    ['periode',                 'skattegrunnlagOgBeregnetSkatt.skattleggingsperiode.periode: such as mai-juni. [teknisk]'],
    ['fastsatt_merverdiavgift', 'skattegrunnlagOgBeregnetSkatt.fastsattMerverdiavgift: in kroner. [skatteopplysning]']]);

create view skatt.v_mva_melding_linje with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')           as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'referanse')            as referanse,
       linje.nummer                                 as linje_nummer,
       skatt.kode(linje.felt, 'mvaKode')            as mva_kode,
       skatt.kode(linje.felt, 'sats')               as sats,
       skatt.tall(linje.felt, 'grunnlag')           as grunnlag,
       skatt.tall(linje.felt, 'merverdiavgift')     as merverdiavgift
  from skatt.mva_melding as rot
  left join lateral jsonb_array_elements(
              skatt.liste(rot.data, 'skattegrunnlagOgBeregnetSkatt', 'mvaSpesifikasjonslinje'))
       with ordinality as linje (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_mva_melding_linje',
  'Lines of fastsatte mva-meldinger: one row per melding and line. Source: Mva-melding API (docs/api/mvamelding.md).',
  array[
    ['referanse',      'referanse: the number of the melding. [teknisk]'],
    ['linje_nummer',   'Place in skattegrunnlagOgBeregnetSkatt.mvaSpesifikasjonslinje[], from 1. [teknisk]'],
    ['mva_kode',       'mvaSpesifikasjonslinje[].mvaKode: a code. [skatteopplysning]'],
    ['sats',           'mvaSpesifikasjonslinje[].sats: the rate in per cent, as text. [skatteopplysning]'],
    ['grunnlag',       'mvaSpesifikasjonslinje[].grunnlag: in kroner. [skatteopplysning]'],
    ['merverdiavgift', 'mvaSpesifikasjonslinje[].merverdiavgift: in kroner. [skatteopplysning]']]);

create view skatt.v_mva_register_avgiftssubjekt with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                            as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'organisasjonsnummer')                                   as organisasjonsnummer,
       skatt.tekst(rot.data, 'registrertAvgiftssubjekt', 'registreringsstatus')      as registreringsstatus,
       skatt.dato(rot.data, 'registrertAvgiftssubjekt', 'foersteregistreringsdato')  as foersteregistreringsdato,
       plikt.nummer                                                                  as plikt_nummer,
       skatt.tekst(plikt.felt, 'meldingskategori')                                   as meldingskategori,
       skatt.tekst(plikt.felt, 'skattleggingsperiodetype')                           as skattleggingsperiodetype,
       skatt.dato(plikt.felt, 'registreringsperiode', 'start')                       as registreringsperiode_start,
       skatt.dato(plikt.felt, 'registreringsperiode', 'slutt')                       as registreringsperiode_slutt,
       skatt.kode(plikt.felt, 'foersteTermin', 'aar')                                as foerste_termin_aar,
       skatt.tekst(plikt.felt, 'foersteTermin', 'periode')                           as foerste_termin_periode
  from skatt.mva_register_avgiftssubjekt as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'registrertAvgiftssubjekt', 'skattemeldingsplikt'))
       with ordinality as plikt (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_mva_register_avgiftssubjekt',
  'The mva-register: one row per organisation and skattemeldingsplikt. Source: Mva-register API (docs/api/mvaregisteravgiftssubjekt.md).',
  array[
    ['organisasjonsnummer',        'organisasjonsnummer: the number in the answer. [identitet]'],
    ['registreringsstatus',        'registrertAvgiftssubjekt.registreringsstatus: such as aktiv. [skatteopplysning]'],
    ['foersteregistreringsdato',   'registrertAvgiftssubjekt.foersteregistreringsdato. [skatteopplysning]'],
    ['plikt_nummer',               'Place in registrertAvgiftssubjekt.skattemeldingsplikt[], from 1. [teknisk]'],
    ['meldingskategori',           'skattemeldingsplikt[].meldingskategori: such as alminnelig. [skatteopplysning]'],
    ['skattleggingsperiodetype',   'skattemeldingsplikt[].skattleggingsperiodetype: such as toMaaned. [skatteopplysning]'],
    ['registreringsperiode_start', 'skattemeldingsplikt[].registreringsperiode.start. [skatteopplysning]'],
    ['registreringsperiode_slutt', 'skattemeldingsplikt[].registreringsperiode.slutt; null while it lasts. [skatteopplysning]'],
    ['foerste_termin_aar',         'skattemeldingsplikt[].foersteTermin.aar. [skatteopplysning]'],
    ['foerste_termin_periode',     'skattemeldingsplikt[].foersteTermin.periode: such as januar-februar. [skatteopplysning]']]);

create view skatt.v_skattepliktig with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                               as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'person', 'personidentifikator')            as personidentifikator,
       skatt.tekst(rot.data, 'person', 'navn', 'fornavn')               as fornavn,
       skatt.tekst(rot.data, 'person', 'navn', 'mellomnavn')            as mellomnavn,
       skatt.tekst(rot.data, 'person', 'navn', 'etternavn')             as etternavn,
       skatt.dato(rot.data, 'person', 'doedsdato')                      as doedsdato,
       skatt.boolsk(rot.data, 'person', 'klientadresse')                as klientadresse,
       skatt.boolsk(rot.data, 'person', 'utenFastBopel')                as uten_fast_bopel,
       adresse.type                                                     as adressetype,
       skatt.tekst(adresse.felt, 'adresse1')                            as adresse1,
       skatt.tekst(adresse.felt, 'adresse2')                            as adresse2,
       skatt.tekst(adresse.felt, 'adresse3')                            as adresse3,
       skatt.tekst(adresse.felt, 'tilleggsadresse')                     as tilleggsadresse,
       skatt.kode(adresse.felt, 'postnummer')                           as postnummer,
       skatt.kode(adresse.felt, 'kommunenummer')                        as kommunenummer,
       skatt.tekst(adresse.felt, 'land', 'landkodeIsoAlfa2')            as landkode,
       skatt.dato(adresse.felt, 'registreringsdato')                    as registreringsdato
  from skatt.skattepliktig as rot
  left join lateral (
    values ('bostedsadresse',   skatt.objekt(rot.data, 'person', 'bostedsadresse')),
           ('postadresse',      skatt.objekt(rot.data, 'person', 'postadresse')),
           ('hjemlandsadresse', skatt.objekt(rot.data, 'person', 'hjemlandsadresse'))
  ) as adresse (type, felt) on adresse.felt is not null;
select folger.beskriv_visning('skatt.v_skattepliktig',
  'Name and addresses of a skattepliktig person: one row per person and address. Source: Skattepliktig API (docs/api/skattepliktig.md, March 2023).',
  array[
    ['personidentifikator', 'person.personidentifikator: the number in the answer. [identitet]'],
    ['fornavn',             'person.navn.fornavn. [identitet]'],
    ['mellomnavn',          'person.navn.mellomnavn. [identitet]'],
    ['etternavn',           'person.navn.etternavn. [identitet]'],
    ['doedsdato',           'person.doedsdato: the date of death. [identitet]'],
    ['klientadresse',       'person.klientadresse. [kontakt]'],
    ['uten_fast_bopel',     'person.utenFastBopel. [kontakt]'],
    ['adressetype',         'bostedsadresse, postadresse or hjemlandsadresse: the object in person. [kontakt]'],
    ['adresse1',            'person.<adressetype>.adresse1. [kontakt]'],
    ['adresse2',            'person.<adressetype>.adresse2. [kontakt]'],
    ['adresse3',            'person.<adressetype>.adresse3. [kontakt]'],
    ['tilleggsadresse',     'person.<adressetype>.tilleggsadresse. [kontakt]'],
    ['postnummer',          'person.<adressetype>.postnummer. [kontakt]'],
    ['kommunenummer',       'person.<adressetype>.kommunenummer. [kontakt]'],
    ['landkode',            'person.<adressetype>.land.landkodeIsoAlfa2. [kontakt]'],
    ['registreringsdato',   'person.<adressetype>.registreringsdato. [kontakt]']]);

create view skatt.v_arbeidsforhold with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                        as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.tekst(rot.data, 'svar', 'aktiv')                    as aktiv
  from skatt.arbeidsforhold as rot;
select folger.beskriv_visning('skatt.v_arbeidsforhold',
  'Whether there is an active arbeidsforhold: one row per nøkkel. Source: Arbeidsforhold API (docs/api/arbeidsforhold.md).',
  array[
    ['aktiv', 'svar.aktiv: JA or NEI. [skatteopplysning]']]);

create view skatt.v_opplysningspliktig with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                        as skjermet,
       rot.hentet_at, rot.endret_at,
       forhold.nummer                                            as forhold_nummer,
       skatt.tekst(forhold.felt, 'kalendermaaned')               as kalendermaaned,
       skatt.kode(forhold.felt, 'norskIdentifikator')            as norsk_identifikator,
       skatt.kode(forhold.felt, 'opplysningspliktig')            as opplysningspliktig,
       skatt.kode(forhold.felt, 'underenhet')                    as underenhet,
       skatt.kode(forhold.felt, 'aggregatId')                    as aggregat_id,
       skatt.tekst(forhold.felt, 'kildesystem')                  as kildesystem,
       skatt.liste(forhold.felt, 'opptjeningsgrunnlag')          as opptjeningsgrunnlag
  from skatt.opplysningspliktig as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'inntektsmottakerOgArbeidsgiver'))
       with ordinality as forhold (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_opplysningspliktig',
  'What an employer has reported: one row per employer, month and inntektsmottaker. Source: Opplysningspliktig API (docs/api/opplysningspliktig.md, which says that it is to be updated).',
  array[
    ['forhold_nummer',      'Place in inntektsmottakerOgArbeidsgiver[], from 1. [teknisk]'],
    ['kalendermaaned',      'inntektsmottakerOgArbeidsgiver[].kalendermaaned: the month, such as 2023-08. [teknisk]'],
    ['norsk_identifikator', 'inntektsmottakerOgArbeidsgiver[].norskIdentifikator: the inntektsmottaker. [identitet]'],
    ['opplysningspliktig',  'inntektsmottakerOgArbeidsgiver[].opplysningspliktig: who reported. [identitet]'],
    ['underenhet',          'inntektsmottakerOgArbeidsgiver[].underenhet. [identitet]'],
    ['aggregat_id',         'inntektsmottakerOgArbeidsgiver[].aggregatId. [teknisk]'],
    ['kildesystem',         'inntektsmottakerOgArbeidsgiver[].kildesystem. [teknisk]'],
    ['opptjeningsgrunnlag', 'inntektsmottakerOgArbeidsgiver[].opptjeningsgrunnlag[]: as served. [skatteopplysning]']]);

create view skatt.v_formuesobjekt_fast_eiendom with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                                          as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'identifikator', 'skatteetatensEiendomsidentifikator')                 as skatteetatens_eiendomsidentifikator,
       skatt.tekst(rot.data, 'formuesopplysninger', 'formuestype')                                 as formuestype,
       skatt.boolsk(rot.data, 'rettighetshaverMangler')                                            as rettighetshaver_mangler,
       skatt.kode(rot.data, 'eiendomsopplysninger', 'matrikkelnummer', 'kommunenummer')            as kommunenummer,
       skatt.tall(rot.data, 'eiendomsopplysninger', 'matrikkelnummer', 'gaardsnummer')             as gaardsnummer,
       skatt.tall(rot.data, 'eiendomsopplysninger', 'matrikkelnummer', 'bruksnummer')              as bruksnummer,
       skatt.tall(rot.data, 'eiendomsopplysninger', 'matrikkelnummer', 'festenummer')              as festenummer,
       skatt.tall(rot.data, 'eiendomsopplysninger', 'matrikkelnummer', 'seksjonsnummer')           as seksjonsnummer,
       eier.nummer                                                                                 as eier_nummer,
       skatt.kode(eier.felt, 'personidentifikator', 'foedselsnummer')                              as eiers_foedselsnummer,
       skatt.boolsk(eier.felt, 'personidentifikator', 'ukjentRettighetshaver')                     as ukjent_rettighetshaver,
       skatt.boolsk(eier.felt, 'erTinglyst')                                                       as er_tinglyst,
       skatt.tekst(eier.felt, 'eierforhold', 'eiernivaa')                                          as eiernivaa,
       skatt.tall(eier.felt, 'eierforhold', 'eierandel', 'teller')                                 as eierandel_teller,
       skatt.tall(eier.felt, 'eierforhold', 'eierandel', 'nevner')                                 as eierandel_nevner
  from skatt.formuesobjekt_fast_eiendom as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'eieropplysninger'))
       with ordinality as eier (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_formuesobjekt_fast_eiendom',
  'Real property as an object of wealth: one row per event and owner; identifikator is the hendelseidentifikator. Source: Formuesobjekt fast eiendom API (docs/api/formuesobjektfasteiendom.md).',
  array[
    ['skatteetatens_eiendomsidentifikator', 'identifikator.skatteetatensEiendomsidentifikator: the property. [identitet]'],
    ['formuestype',             'formuesopplysninger.formuestype: such as selveidBolig. [skatteopplysning]'],
    ['rettighetshaver_mangler', 'rettighetshaverMangler: whether owners are missing. [skatteopplysning]'],
    ['kommunenummer',           'eiendomsopplysninger.matrikkelnummer.kommunenummer. [kontakt]'],
    ['gaardsnummer',            'eiendomsopplysninger.matrikkelnummer.gaardsnummer. [kontakt]'],
    ['bruksnummer',             'eiendomsopplysninger.matrikkelnummer.bruksnummer. [kontakt]'],
    ['festenummer',             'eiendomsopplysninger.matrikkelnummer.festenummer. [kontakt]'],
    ['seksjonsnummer',          'eiendomsopplysninger.matrikkelnummer.seksjonsnummer. [kontakt]'],
    ['eier_nummer',             'Place in eieropplysninger[], from 1. [teknisk]'],
    ['eiers_foedselsnummer',    'eieropplysninger[].personidentifikator.foedselsnummer: the owner. [identitet]'],
    ['ukjent_rettighetshaver',  'eieropplysninger[].personidentifikator.ukjentRettighetshaver. [identitet]'],
    ['er_tinglyst',             'eieropplysninger[].erTinglyst: whether it is registered. [skatteopplysning]'],
    ['eiernivaa',               'eieropplysninger[].eierforhold.eiernivaa: such as eiendomsrett. [skatteopplysning]'],
    ['eierandel_teller',        'eieropplysninger[].eierforhold.eierandel.teller: numerator of the share. [skatteopplysning]'],
    ['eierandel_nevner',        'eieropplysninger[].eierforhold.eierandel.nevner: denominator of the share. [skatteopplysning]']]);

create view skatt.v_formuesgrunnlag_eiendomsskatt with (security_invoker = true) as
select rot.konsument, rot.identifikator, rot.gjelder_periode, rot.tilstand,
       skatt.boolsk(rot.data, 'skjermet')                                                        as skjermet,
       rot.hentet_at, rot.endret_at,
       skatt.kode(rot.data, 'skattleggingsperiode')                                              as skattleggingsperiode,
       skatt.kode(rot.data, 'eiendomsidentifikator', 'skatteetatensEiendomsidentifikator')       as skatteetatens_eiendomsidentifikator,
       skatt.kode(rot.data, 'eiendomsidentifikator', 'eksternIdentifikator')                     as ekstern_identifikator,
       skatt.tekst(rot.data, 'formuesopplysninger', 'formuestype')                               as formuestype,
       skatt.tekst(rot.data, 'formuesopplysninger', 'spesifikasjonForBolig', 'boligegenskaper', 'boligtype')
                                                                                                 as boligtype,
       skatt.tall(rot.data, 'formuesopplysninger', 'spesifikasjonForBolig', 'boligegenskaper', 'primaerromareal')
                                                                                                 as primaerromareal,
       skatt.kode(rot.data, 'formuesopplysninger', 'spesifikasjonForBolig', 'boligegenskaper', 'byggeaar')
                                                                                                 as byggeaar,
       skatt.tall(rot.data, 'formuesopplysninger', 'spesifikasjonForBolig', 'beregnetMarkedsverdi')
                                                                                                 as beregnet_markedsverdi,
       skatt.tekst(rot.data, 'formuesopplysninger', 'spesifikasjonForBolig', 'beregningstype')   as beregningstype,
       eiendom.nummer                                                                            as eiendom_nummer,
       skatt.tekst(eiendom.felt, 'opplysningenesOpphav')                                         as opplysningenes_opphav,
       skatt.kode(eiendom.felt, 'matrikkelnummer', 'kommunenummer')                              as kommunenummer,
       skatt.tall(eiendom.felt, 'matrikkelnummer', 'gaardsnummer')                               as gaardsnummer,
       skatt.tall(eiendom.felt, 'matrikkelnummer', 'bruksnummer')                                as bruksnummer,
       skatt.tall(eiendom.felt, 'matrikkelnummer', 'festenummer')                                as festenummer,
       skatt.tall(eiendom.felt, 'matrikkelnummer', 'seksjonsnummer')                             as seksjonsnummer,
       skatt.tekst(eiendom.felt, 'bruksnavn')                                                    as bruksnavn,
       skatt.dato(eiendom.felt, 'etablertDato')                                                  as etablert_dato
  from skatt.formuesgrunnlag_eiendomsskatt as rot
  left join lateral jsonb_array_elements(skatt.liste(rot.data, 'eiendomsopplysninger'))
       with ordinality as eiendom (felt, nummer) on true;
select folger.beskriv_visning('skatt.v_formuesgrunnlag_eiendomsskatt',
  'Formuesgrunnlag for eiendomsskatt: one row per property, year and source of its matrikkelnummer. Source: Formuesgrunnlag for eiendomsskatt API (docs/api/formuesgrunnlageiendomsskatt.md).',
  array[
    ['skattleggingsperiode',  'skattleggingsperiode: the year. [teknisk]'],
    ['skatteetatens_eiendomsidentifikator', 'eiendomsidentifikator.skatteetatensEiendomsidentifikator: the property. [identitet]'],
    ['ekstern_identifikator', 'eiendomsidentifikator.eksternIdentifikator: the property. [identitet]'],
    ['formuestype',           'formuesopplysninger.formuestype: such as selveidBolig. [skatteopplysning]'],
    ['boligtype',             'formuesopplysninger.spesifikasjonForBolig.boligegenskaper.boligtype: such as enebolig. [skatteopplysning]'],
    ['primaerromareal',       'formuesopplysninger.spesifikasjonForBolig.boligegenskaper.primaerromareal: in square metres. [skatteopplysning]'],
    ['byggeaar',              'formuesopplysninger.spesifikasjonForBolig.boligegenskaper.byggeaar. [skatteopplysning]'],
    ['beregnet_markedsverdi', 'formuesopplysninger.spesifikasjonForBolig.beregnetMarkedsverdi: in kroner. [skatteopplysning]'],
    ['beregningstype',        'formuesopplysninger.spesifikasjonForBolig.beregningstype: such as maskinellBeregning. [skatteopplysning]'],
    ['eiendom_nummer',        'Place in eiendomsopplysninger[], from 1. [teknisk]'],
    ['opplysningenes_opphav', 'eiendomsopplysninger[].opplysningenesOpphav: SKATTLEGGINGSPERIODE_3112 or OPPDATERT_MATRIKKEL. [teknisk]'],
    ['kommunenummer',         'eiendomsopplysninger[].matrikkelnummer.kommunenummer. [kontakt]'],
    ['gaardsnummer',          'eiendomsopplysninger[].matrikkelnummer.gaardsnummer. [kontakt]'],
    ['bruksnummer',           'eiendomsopplysninger[].matrikkelnummer.bruksnummer. [kontakt]'],
    ['festenummer',           'eiendomsopplysninger[].matrikkelnummer.festenummer. [kontakt]'],
    ['seksjonsnummer',        'eiendomsopplysninger[].matrikkelnummer.seksjonsnummer. [kontakt]'],
    ['bruksnavn',             'eiendomsopplysninger[].bruksnavn: the name of the property. [kontakt]'],
    ['etablert_dato',         'eiendomsopplysninger[].etablertDato. [skatteopplysning]']]);
