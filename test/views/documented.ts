/**
 * What the oppslagstjenester answer by their own documentation, and what the views make of it.
 *
 * Shortened where a page repeats itself. Identifikatorer that could be real ones have been made
 * synthetic (month + 80). The sources are those that each view names in its comment.
 */

export type Documented = {
  readonly liste: string
  readonly oppslag: string
  /** Of the event. */
  readonly identifikator: string
  readonly gjelderPeriode: string | null
  /** The answer as JSON text. */
  readonly data: string
  /** By view: its rows in order, without what is null and without the columns that all views have. */
  readonly rows: Readonly<Record<string, readonly object[]>>
}

export const DOCUMENTED: readonly Documented[] = [
  {
    liste: 'inntekt',
    oppslag: 'inntekt',
    identifikator: '01829413157',
    gjelderPeriode: '2018-07',
    data: `{"oppgaveInntektsmottaker": [{
      "opplysningspliktigId": "811094242", "virksomhetId": "811094552", "kalendermaaned": "2018-07",
      "inntektsmottaker": {"personidentifikator": "01829413157"},
      "inntekt": [
        {"fordel": "kontantytelse", "utloeserArbeidsgiveravgift": true, "inngaarIGrunnlagForTrekk": true,
         "beloep": 150000, "loennsinntekt": {"beskrivelse": "timeloenn", "antall": 150}},
        {"fordel": "utgiftsgodtgjoerelse", "utloeserArbeidsgiveravgift": false,
         "inngaarIGrunnlagForTrekk": false, "beloep": 2800,
         "loennsinntekt": {"beskrivelse": "overtidsmat", "antall": 28}},
        {"fordel": "utgiftsgodtgjoerelse", "utloeserArbeidsgiveravgift": false,
         "inngaarIGrunnlagForTrekk": false, "beloep": 5100,
         "loennsinntekt": {"beskrivelse": "reiseKostMedOvernattingPaaHotellBeordringUtover28Doegn",
                           "spesifikasjon": {"opptjeningsland": "DZ"}, "antall": 51}},
        {"fordel": "kontantytelse", "utloeserArbeidsgiveravgift": true, "inngaarIGrunnlagForTrekk": true,
         "beloep": 2400, "loennsinntekt": {"beskrivelse": "fastloenn",
           "tilleggsinformasjon": {"inntjeningsforhold": "utenlandskeSjoefolkSomIkkeErSkattepliktig"},
           "spesifikasjon": {"skattemessigBosattILand": "AF"}}}]}]}`,
    rows: {
      v_inntekt: [
        {
          oppgave_nummer: 1,
          kalendermaaned: '2018-07',
          opplysningspliktig: '811094242',
          virksomhet: '811094552',
          inntektsmottaker: '01829413157',
        },
      ],
      v_inntekt_post: [
        {
          ...inntektspost(1, 'timeloenn', 150_000, 'kontantytelse', true),
          antall: 150,
        },
        {
          ...inntektspost(2, 'overtidsmat', 2_800, 'utgiftsgodtgjoerelse', false),
          antall: 28,
        },
        {
          ...inntektspost(
            3,
            'reiseKostMedOvernattingPaaHotellBeordringUtover28Doegn',
            5_100,
            'utgiftsgodtgjoerelse',
            false,
          ),
          antall: 51,
          opptjeningsland: 'DZ',
        },
        {
          ...inntektspost(4, 'fastloenn', 2_400, 'kontantytelse', true),
          skattemessig_bosatt_i_land: 'AF',
          tilleggsinformasjon: {
            inntjeningsforhold: 'utenlandskeSjoefolkSomIkkeErSkattepliktig',
          },
        },
      ],
      v_inntekt_fradrag: [
        {
          oppgave_nummer: 1,
          kalendermaaned: '2018-07',
          opplysningspliktig: '811094242',
          virksomhet: '811094552',
        },
      ],
    },
  },
  {
    liste: 'mva-melding',
    oppslag: 'mva-melding',
    identifikator: '180300',
    gjelderPeriode: null,
    data: `{"skattegrunnlagOgBeregnetSkatt": {
        "skattleggingsperiode": {"periode": "mai-juni", "aar": "2022"},
        "fastsattMerverdiavgift": 250000.0,
        "mvaSpesifikasjonslinje": [
          {"mvaKode": "3", "grunnlag": 1000000.0, "sats": "25", "merverdiavgift": 250000.0}]},
      "skattepliktig": {"organisasjonsnummer": "910150804"},
      "meldingskategori": "alminnelig",
      "fastsettingsstatus": {"status": "egenfastsattMerverdiavgift"},
      "referanse": "180300"}`,
    rows: {
      v_mva_melding: [
        {
          referanse: '180300',
          organisasjonsnummer: '910150804',
          meldingskategori: 'alminnelig',
          fastsettingsstatus: 'egenfastsattMerverdiavgift',
          aar: '2022',
          periode: 'mai-juni',
          fastsatt_merverdiavgift: 250_000,
        },
      ],
      v_mva_melding_linje: [
        {
          referanse: '180300',
          linje_nummer: 1,
          mva_kode: '3',
          sats: '25',
          grunnlag: 1_000_000,
          merverdiavgift: 250_000,
        },
      ],
    },
  },
  {
    liste: 'mva-register-avgiftssubjekt',
    oppslag: 'mva-register-avgiftssubjekt',
    identifikator: '313327337',
    gjelderPeriode: null,
    data: `{"organisasjonsnummer": "313327337", "registrertAvgiftssubjekt": {
      "registreringsstatus": "aktiv", "foersteregistreringsdato": "2022-01-01",
      "skattemeldingsplikt": [{
        "meldingskategori": "alminnelig", "skattleggingsperiodetype": "toMaaned",
        "registreringsperiode": {"start": "2022-01-01"},
        "foersteTermin": {"periode": "januar-februar", "aar": "2022"}}]}}`,
    rows: {
      v_mva_register_avgiftssubjekt: [
        {
          organisasjonsnummer: '313327337',
          registreringsstatus: 'aktiv',
          foersteregistreringsdato: '2022-01-01',
          plikt_nummer: 1,
          meldingskategori: 'alminnelig',
          skattleggingsperiodetype: 'toMaaned',
          registreringsperiode_start: '2022-01-01',
          foerste_termin_aar: '2022',
          foerste_termin_periode: 'januar-februar',
        },
      ],
    },
  },
  {
    liste: 'naeringsspesifikasjon',
    oppslag: 'naeringsspesifikasjon',
    identifikator: '19875297549',
    gjelderPeriode: '2023',
    data: `{"norskIdentifikator": "19875297549", "inntektsaar": "2023",
      "resultatregnskap": {
        "driftsinntekt": {"sumDriftsinntekt": 500100.0,
          "salgsinntekt": {"inntekt": [{"beloep": 500000.0, "id": "3000", "type": "3000"}]},
          "annenDriftsinntekt": {"inntekt": [{"beloep": 100.0, "id": "3700", "type": "3700"}]}},
        "driftskostnad": {"sumDriftskostnad": 70333.0,
          "annenDriftskostnad": {"kostnad": [{"beloep": 45000.0, "id": "6100", "type": "6100"}]}},
        "aarsresultat": 429767.0},
      "beregnetNaeringsinntekt": {
        "fordeltBeregnetNaeringsinntektForPersonligSkattepliktigEllerSdf": [{
          "id": "ba0b7d70", "kommunenummer": "5403", "naeringstype": "reindrift",
          "naeringsbeskrivelse": "reindrift", "fordeltSkattemessigResultat": 100000.0,
          "fordeltSkattemessigResultatEtterKorreksjon": 100000.0,
          "andelAvFordeltSkattemessigResultatTilordnetInnehaver": 100.0,
          "fordeltSkattemessigResultatEtterKorreksjonTilordnetInnehaver": 100000.0}],
        "skattemessigResultat": 429767.0},
      "virksomhet": {"regnskapspliktstype": "ingenRegnskapsplikt",
        "regnskapsperiode": {"start": "2023-01-01T00:00:00+01:00", "slutt": "2023-12-31T23:59:59+01:00"},
        "virksomhetstype": "enkeltpersonforetak",
        "regeltypeForAarsregnskap": "regnskapslovensAlminneligeRegler"},
      "skalBekreftesAvRevisor": false, "skjermet": false,
      "opprettetDato": "2024-01-29T12:09:07.614+01:00",
      "ajourholdstidspunkt": "2024-01-29T12:09:07.614+01:00"}`,
    rows: {
      v_naeringsspesifikasjon: [
        {
          inntektsaar: '2023',
          norsk_identifikator: '19875297549',
          opprettet_dato: '2024-01-29T11:09:07.614+00:00',
          ajourholdstidspunkt: '2024-01-29T11:09:07.614+00:00',
          sum_driftsinntekt: 500_100,
          sum_driftskostnad: 70_333,
          aarsresultat: 429_767,
          skattemessig_resultat: 429_767,
          virksomhetstype: 'enkeltpersonforetak',
          regnskapspliktstype: 'ingenRegnskapsplikt',
          regeltype_for_aarsregnskap: 'regnskapslovensAlminneligeRegler',
          regnskapsperiode_start: '2022-12-31T23:00:00+00:00',
          regnskapsperiode_slutt: '2023-12-31T22:59:59+00:00',
          skal_bekreftes_av_revisor: false,
        },
      ],
      v_naeringsspesifikasjon_resultatpost: [
        resultatpost('driftsinntekt', 'annenDriftsinntekt', '3700', 100),
        resultatpost('driftsinntekt', 'salgsinntekt', '3000', 500_000),
        resultatpost('driftskostnad', 'annenDriftskostnad', '6100', 45_000),
      ],
      v_naeringsspesifikasjon_naering: [
        {
          inntektsaar: '2023',
          naering_nummer: 1,
          naeringstype: 'reindrift',
          naeringsbeskrivelse: 'reindrift',
          kommunenummer: '5403',
          fordelt_skattemessig_resultat: 100_000,
          fordelt_skattemessig_resultat_etter_korreksjon: 100_000,
          tilordnet_innehaver: 100_000,
          andel_tilordnet_innehaver: 100,
        },
      ],
    },
  },
  {
    liste: 'skattepliktig',
    oppslag: 'skattepliktig',
    identifikator: '18818188888',
    gjelderPeriode: null,
    data: `{"person": {"personidentifikator": "18818188888",
        "navn": {"fornavn": "OLA", "mellomnavn": "KALED", "etternavn": "NORDMANN"},
        "bostedsadresse": {"adresse1": "NORD-STATLAND 411 Å", "tilleggsadresse": "c/o Per Post",
          "postnummer": "1234", "kommunenummer": "1749", "registreringsdato": "2017-01-24"},
        "hjemlandsadresse": {"adresse1": "Kaled Dome 1337 Kaalann, Skaro", "adresse2": "Madrid",
          "adresse3": "SPANIA", "land": {"landnummerDsf": "34", "landkodeIsoAlfa2": "ES"},
          "registreringsdato": "2016-08-01"},
        "doedsdato": "2018-04-30", "klientadresse": false, "utenFastBopel": false},
      "skjermet": false}`,
    rows: {
      v_skattepliktig: [
        {
          ...OLA_NORDMANN(),
          adressetype: 'bostedsadresse',
          adresse1: 'NORD-STATLAND 411 Å',
          tilleggsadresse: 'c/o Per Post',
          postnummer: '1234',
          kommunenummer: '1749',
          registreringsdato: '2017-01-24',
        },
        {
          ...OLA_NORDMANN(),
          adressetype: 'hjemlandsadresse',
          adresse1: 'Kaled Dome 1337 Kaalann, Skaro',
          adresse2: 'Madrid',
          adresse3: 'SPANIA',
          landkode: 'ES',
          registreringsdato: '2016-08-01',
        },
      ],
    },
  },
  ...['summertskattegrunnlag', 'summertskattegrunnlag-fastsatt'].map(summertSkattegrunnlag),
  {
    liste: 'skatteoppgjoer',
    oppslag: 'beregnetskatt',
    identifikator: '25836412871',
    gjelderPeriode: '2022',
    data: `{"personidentifikator": "25836412871", "inntektsaar": 2022, "skjermet": false,
      "beregnetSkattFastland": {"skatteklasse": "1", "beregnetSkatt": 120148,
        "beregnetSkattFoerSkattefradrag": 120148, "skatteregnskapskommune": "3816",
        "anvendtStandardfradrag": false,
        "skattOgAvgift": {
          "formuesskattTilStat": {"grunnlag": 5200000, "beloep": 8750},
          "inntektsskattTilKommune": {"kommunefordeltSkatt": [
            {"kommune": "3816", "grunnlag": 305050, "beloep": 27025}], "grunnlag": 305050, "beloep": 27025}},
        "oevrigeResultaterAvBeregning": {"anvendtSaerfradrag": 50000,
          "oevrigFormue": [{"beloep": 350000}]},
        "informasjonTilSkattelister": {"nettoinntekt": 355050, "nettoformue": 5200000,
          "beregnetSkatt": 120148, "kommune": ["3816"]}},
      "skatteoppgjoersdato": "2022-09-27", "ajourholdstidspunkt": "2022-09-27T10:30:19.819Z",
      "anvendtTolvdelForTrinnskatt": 12, "anvendtTolvdelVedArbeidsoppholdINorge": 12}`,
    rows: {
      v_beregnetskatt: [
        {
          inntektsaar: '2022',
          skatteoppgjoersdato: '2022-09-27',
          ajourholdstidspunkt: '2022-09-27T10:30:19.819+00:00',
          anvendt_tolvdel_for_trinnskatt: 12,
          anvendt_tolvdel_ved_arbeidsopphold_i_norge: 12,
          oppgjoerstype: 'fastland',
          skatteklasse: '1',
          beregnet_skatt: 120_148,
          beregnet_skatt_foer_skattefradrag: 120_148,
          skatteregnskapskommune: '3816',
          anvendt_standardfradrag: false,
          skatteliste_nettoinntekt: 355_050,
          skatteliste_nettoformue: 5_200_000,
          skatteliste_beregnet_skatt: 120_148,
          skatteliste_kommune: ['3816'],
        },
      ],
      v_beregnetskatt_post: [
        skattepost('oevrigeResultaterAvBeregning', 'anvendtSaerfradrag', { beloep: 50_000 }),
        skattepost('oevrigeResultaterAvBeregning', 'oevrigFormue', {}),
        skattepost('skattOgAvgift', 'formuesskattTilStat', { grunnlag: 5_200_000, beloep: 8_750 }),
        skattepost('skattOgAvgift', 'inntektsskattTilKommune', {
          grunnlag: 305_050,
          beloep: 27_025,
        }),
      ],
    },
  },
  {
    liste: 'skatteoppgjoer',
    oppslag: 'avregning',
    identifikator: '12845678910',
    gjelderPeriode: '2020',
    data: `{"personidentifikator": "12845678910", "inntektsaar": "2020", "skjermet": false,
      "skatteoppgjoersdato": "2021-02-04",
      "fastland": {"restskatt": 2300, "avregnetForskuddstrekk": 90000, "beloepTilgode": 9271429},
      "svalbard": {"restskatt": 500, "avregnetForskuddstrekk": 7000, "beloepTilgode": 1529}}`,
    rows: {
      v_avregning: [
        {
          inntektsaar: '2020',
          skatteoppgjoersdato: '2021-02-04',
          skatteordning: 'FASTLAND',
          restskatt: 2_300,
          avregnet_forskuddstrekk: 90_000,
          beloep_tilgode: 9_271_429,
        },
        {
          inntektsaar: '2020',
          skatteoppgjoersdato: '2021-02-04',
          skatteordning: 'SVALBARD',
          restskatt: 500,
          avregnet_forskuddstrekk: 7_000,
          beloep_tilgode: 1_529,
        },
      ],
    },
  },
  {
    liste: 'skatteoppgjoer',
    oppslag: 'skatteplikt',
    identifikator: '23917323456',
    gjelderPeriode: '2021',
    data: `{"alderIInntektsaar": 56, "inntektsaar": "2021", "personidentifikator": "23917323456",
      "saerskiltSkatteplikt": ["skattepliktEtterPetroleumsskatteloven"],
      "skattepliktTilNorge": "global", "skattepliktTilSvalbard": "begrenset",
      "skattested": "1234", "skjermet": false}`,
    rows: {
      v_skatteplikt: [
        {
          inntektsaar: '2021',
          skatteplikt_til_norge: 'global',
          skatteplikt_til_svalbard: 'begrenset',
          saerskilt_skatteplikt: ['skattepliktEtterPetroleumsskatteloven'],
          skattested: '1234',
          alder_i_inntektsaar: 56,
        },
      ],
    },
  },
  {
    liste: 'skatteoppgjoer',
    oppslag: 'pensjonsgivendeinntekt',
    identifikator: '12845678901',
    gjelderPeriode: '2024',
    data: `{"personidentifikator": "12845678901", "inntektsaar": "2024",
      "pensjonsgivendeInntekt": 100000, "pensjonsgivendeInntektFastland": 50000,
      "pensjonsgivendeInntektSvalbard": 50000}`,
    rows: {
      v_pensjonsgivendeinntekt: ['FASTLAND', 'SVALBARD'].map((skatteordning) => ({
        inntektsaar: '2024',
        skatteordning,
        pensjonsgivende_inntekt: 50_000,
        pensjonsgivende_inntekt_samlet: 100_000,
      })),
    },
  },
  {
    liste: 'skatteoppgjoer-upersonlig',
    oppslag: 'skattepliktupersonlig',
    identifikator: '310977101',
    gjelderPeriode: '2024',
    data: `{"organisasjonsnummer": "310977101", "inntektsaar": 2024,
      "harSkattepliktTilNorge": true, "harSkattepliktTilSvalbard": false,
      "erFritattForFormuesskatt": true, "harLeveringsfritak": false,
      "skatteregnskapskommune": ["1149"], "ajourholdstidspunkt": "2025-03-20T13:13:23.121Z"}`,
    rows: {
      v_skattepliktupersonlig: [
        {
          inntektsaar: '2024',
          organisasjonsnummer: '310977101',
          ajourholdstidspunkt: '2025-03-20T13:13:23.121+00:00',
          har_skatteplikt_til_norge: true,
          har_skatteplikt_til_svalbard: false,
          er_fritatt_for_formuesskatt: true,
          har_leveringsfritak: false,
          skatteregnskapskommune: ['1149'],
        },
      ],
    },
  },
  ...['skattemelding-fastsatt', 'skattemelding-utkast'].map(skattemelding),
  {
    liste: 'skattemelding-upersonlig',
    oppslag: 'skattemelding-upersonlig',
    identifikator: '314028198',
    gjelderPeriode: '2025',
    data: `{"norskIdentifikator": "314028198", "inntektsaar": "2025",
      "inntektOgUnderskudd": {"inntekt": {"naeringsinntekt": 500000},
        "inntektFoerFradragForEventueltAvgittKonsernbidrag": 500000,
        "samletInntekt": {"beloep": 500000}},
      "formueOgGjeld": {"samletVerdiFoerEventuellVerdsettingsrabatt": {"beloep": 50339}},
      "opplysningOmSkattesubjekt": {"erBoersnotert": false},
      "verdsettingAvAksje": {"samletVerdiBakAksjeneISelskapet": {"beloep": 50339}},
      "ajourholdstidspunkt": "2026-02-11T05:40:15.975307Z"}`,
    rows: {
      v_skattemelding_upersonlig: [
        {
          inntektsaar: '2025',
          norsk_identifikator: '314028198',
          ajourholdstidspunkt: '2026-02-11T05:40:15.975307+00:00',
          naeringsinntekt: 500_000,
          inntekt_foer_avgitt_konsernbidrag: 500_000,
          samlet_inntekt: 500_000,
          samlet_verdi_foer_verdsettingsrabatt: 50_339,
          samlet_verdi_bak_aksjene: 50_339,
          er_boersnotert: false,
        },
      ],
    },
  },
  {
    liste: 'tilleggsskatt',
    oppslag: 'tilleggsskatt',
    identifikator: '29458540754',
    gjelderPeriode: '2024',
    data: `{"personidentifikator": "29458540754", "inntektsaar": "2024", "skjermet": false,
      "vedtakOmTilleggsskatt": [{"skattekommune": "0301",
        "tilleggsskattFraUriktigeOpplysninger": 0.0,
        "skjerpetTilleggsskattFraUriktigeOpplysninger": 0.0,
        "fradragForTvangsmulkt": 0.0, "vedtaksdatoForTilleggsskatt": "2025-03-07"}]}`,
    rows: {
      v_tilleggsskatt: [
        {
          inntektsaar: '2024',
          vedtak_nummer: 1,
          vedtaksdato: '2025-03-07',
          skattekommune: '0301',
          tilleggsskatt: 0,
          skjerpet_tilleggsskatt: 0,
          fradrag_for_tvangsmulkt: 0,
        },
      ],
    },
  },
  {
    liste: 'pensjonsgivende-inntekt-folketrygden',
    oppslag: 'pensjonsgivende-inntekt-folketrygden',
    identifikator: '28837598585',
    gjelderPeriode: '2023',
    data: `{"norskPersonidentifikator": "28837598585", "inntektsaar": 2023,
      "pensjonsgivendeInntekt": [{"datoForFastsetting": "2024-02-15", "skatteordning": "FASTLAND",
        "pensjonsgivendeInntektAvLoennsinntekt": 67225}]}`,
    rows: {
      v_pensjonsgivende_inntekt_folketrygden: [
        {
          inntektsaar: '2023',
          nummer: 1,
          skatteordning: 'FASTLAND',
          dato_for_fastsetting: '2024-02-15',
          loennsinntekt: 67_225,
        },
      ],
    },
  },
  {
    liste: 'formuesobjekt-fast-eiendom',
    oppslag: 'formuesobjekt-fast-eiendom',
    identifikator: '90f0f007-dd5d-4415-abe2-09bc82db294f',
    gjelderPeriode: null,
    data: `{"identifikator": {"skatteetatensEiendomsidentifikator": 3},
      "hendelsesidentifikator": "90f0f007-dd5d-4415-abe2-09bc82db294f", "rettighetshaverMangler": false,
      "eiendomsopplysninger": {"matrikkelnummer": {"kommunenummer": "4214", "gaardsnummer": 64,
        "bruksnummer": 23, "festenummer": 0, "seksjonsnummer": 0}},
      "formuesopplysninger": {"formuestype": "selveidBolig"},
      "eieropplysninger": [
        {"personidentifikator": {"foedselsnummer": "21865898093", "ukjentRettighetshaver": false},
         "erTinglyst": false,
         "eierforhold": {"eierandel": {"teller": 1, "nevner": 2}, "eiernivaa": "eiendomsrett"}}]}`,
    rows: {
      v_formuesobjekt_fast_eiendom: [
        {
          skatteetatens_eiendomsidentifikator: '3',
          formuestype: 'selveidBolig',
          rettighetshaver_mangler: false,
          kommunenummer: '4214',
          gaardsnummer: 64,
          bruksnummer: 23,
          festenummer: 0,
          seksjonsnummer: 0,
          eier_nummer: 1,
          eiers_foedselsnummer: '21865898093',
          ukjent_rettighetshaver: false,
          er_tinglyst: false,
          eiernivaa: 'eiendomsrett',
          eierandel_teller: 1,
          eierandel_nevner: 2,
        },
      ],
    },
  },
  {
    liste: 'skatteetatenregistrert-selskap',
    oppslag: 'skatteetatenregistrert-selskap',
    identifikator: '090080334',
    gjelderPeriode: null,
    data: `{"identifikator": "090080334", "selskapetsNavn": "Knut-Olavs Synkroniseringstest IS",
      "organisasjonsform": "indreSelskap",
      "virksomhetsrelasjon": [{
        "ajourholdstidspunkt": "2026-05-18T12:37:57.172991276+02:00",
        "gyldighetstidspunkt": "2026-05-18T12:37:57.172991276+02:00",
        "relasjonstype": "dagligLederAdministrerendeDirektoer",
        "relatertIdentifikator": {"identifikatortype": "taxIdentificationNumber",
          "verdi": "19865997747", "landkode": "NO"}}],
      "stiftelsesdato": "2024-09-27", "slettetdato": "2026-06-01",
      "postadresse": {"norskAdresse": {"adressetekst": ["Øvre Kleivegate 14"],
        "postnummer": "4005", "poststedsnavn": "STAVANGER"}}}`,
    rows: {
      v_skatteetatenregistrert_selskap: [
        {
          selskapets_identifikator: '090080334',
          selskapets_navn: 'Knut-Olavs Synkroniseringstest IS',
          organisasjonsform: 'indreSelskap',
          stiftelsesdato: '2024-09-27',
          slettetdato: '2026-06-01',
          adressetekst: ['Øvre Kleivegate 14'],
          postnummer: '4005',
          poststedsnavn: 'STAVANGER',
        },
      ],
      v_skatteetatenregistrert_selskap_relasjon: [
        {
          relasjon_nummer: 1,
          relasjonstype: 'dagligLederAdministrerendeDirektoer',
          identifikatortype: 'taxIdentificationNumber',
          relatert_identifikator: '19865997747',
          landkode: 'NO',
          gyldighetstidspunkt: '2026-05-18T10:37:57.172991+00:00',
          ajourholdstidspunkt: '2026-05-18T10:37:57.172991+00:00',
        },
      ],
    },
  },
  {
    liste: 'formuesgrunnlag-eiendomsskatt',
    oppslag: 'formuesgrunnlag-eiendomsskatt',
    identifikator: '921782775543322',
    gjelderPeriode: '2020',
    data: `{"skattleggingsperiode": 2020,
      "eiendomsidentifikator": {"skatteetatensEiendomsidentifikator": "1",
        "eksternIdentifikator": "921782775543322"},
      "formuesopplysninger": {"formuestype": "selveidBolig", "spesifikasjonForBolig": {
        "boligegenskaper": {"primaerromareal": 97, "boligtype": "enebolig", "byggeaar": "2019"},
        "beregnetMarkedsverdi": 3494213, "beregningstype": "maskinellBeregning"}},
      "eiendomsopplysninger": [{"matrikkelnummer": {"kommunenummer": "4203", "gaardsnummer": 433,
        "bruksnummer": 89, "festenummer": 0, "seksjonsnummer": 0}, "kommunenummer": "4203",
        "bruksnavn": "Lorem Ipsum", "etablertDato": "2023-09-12",
        "opplysningenesOpphav": "SKATTLEGGINGSPERIODE_3112"}]}`,
    rows: {
      v_formuesgrunnlag_eiendomsskatt: [
        {
          skattleggingsperiode: '2020',
          skatteetatens_eiendomsidentifikator: '1',
          ekstern_identifikator: '921782775543322',
          formuestype: 'selveidBolig',
          boligtype: 'enebolig',
          primaerromareal: 97,
          byggeaar: '2019',
          beregnet_markedsverdi: 3_494_213,
          beregningstype: 'maskinellBeregning',
          eiendom_nummer: 1,
          opplysningenes_opphav: 'SKATTLEGGINGSPERIODE_3112',
          kommunenummer: '4203',
          gaardsnummer: 433,
          bruksnummer: 89,
          festenummer: 0,
          seksjonsnummer: 0,
          bruksnavn: 'Lorem Ipsum',
          etablert_dato: '2023-09-12',
        },
      ],
    },
  },
  {
    liste: 'selskapsmelding',
    oppslag: 'selskapsmelding',
    identifikator: '314283953',
    gjelderPeriode: '2024',
    data: `{"norskIdentifikator": "314283953", "inntektsaar": "2024",
      "inntektOgUnderskudd": {"samletInntekt": 28120,
        "inntektOgInntektsfradrag": {"naeringsinntekt": 28120}},
      "eierforhold": {"deltaker": [{"deltakerensOrganisasjonsnummer": "313218503",
        "deltakerensNavn": "MUSIKALSK STANDHAFTIG TIGER AS", "selskapsandelIProsent": 37.65,
        "grunnlagForDeltakersAndelAvInntekt": {"andelAvSamletInntekt": 10587},
        "deltakersAndelAvInntekt": {"alminneligInntekt": 10587},
        "erOmfattetAvFinansskatt": false}]},
      "opprettetDato": "2025-03-18T09:08:08.156231254+01:00",
      "ajourholdstidspunkt": "2025-03-18T08:08:38.113Z"}`,
    rows: {
      v_selskapsmelding: [
        {
          inntektsaar: '2024',
          norsk_identifikator: '314283953',
          opprettet_dato: '2025-03-18T08:08:08.156231+00:00',
          ajourholdstidspunkt: '2025-03-18T08:08:38.113+00:00',
          samlet_inntekt: 28_120,
          naeringsinntekt: 28_120,
        },
      ],
      v_selskapsmelding_deltaker: [
        {
          inntektsaar: '2024',
          deltaker_nummer: 1,
          deltakerens_organisasjonsnummer: '313218503',
          deltakerens_navn: 'MUSIKALSK STANDHAFTIG TIGER AS',
          selskapsandel_i_prosent: 37.65,
          andel_av_samlet_inntekt: 10_587,
          alminnelig_inntekt: 10_587,
          er_omfattet_av_finansskatt: false,
        },
      ],
    },
  },
  {
    liste: 'opplysningspliktig',
    oppslag: 'opplysningspliktig',
    identifikator: '314086945',
    gjelderPeriode: '2023-08',
    data: `{"inntektsmottakerOgArbeidsgiver": [{"kalendermaaned": "2023-08", "aggregatId": 2,
      "norskIdentifikator": "01916499716", "opplysningspliktig": "314086945",
      "underenhet": "315608589", "kildesystem": "testdatagenerator-rst-ekstern-deling",
      "opptjeningsgrunnlag": [{}]}]}`,
    rows: {
      v_opplysningspliktig: [
        {
          forhold_nummer: 1,
          kalendermaaned: '2023-08',
          norsk_identifikator: '01916499716',
          opplysningspliktig: '314086945',
          underenhet: '315608589',
          aggregat_id: '2',
          kildesystem: 'testdatagenerator-rst-ekstern-deling',
          opptjeningsgrunnlag: [{}],
        },
      ],
    },
  },
  {
    liste: 'arbeidsforhold',
    oppslag: 'arbeidsforhold',
    identifikator: '09899617966',
    gjelderPeriode: null,
    data: `{"svar": {"aktiv": "JA"}}`,
    rows: { v_arbeidsforhold: [{ aktiv: 'JA' }] },
  },
]

function inntektspost(
  nummer: number,
  beskrivelse: string,
  beloep: number,
  fordel: string,
  avgift: boolean,
) {
  return {
    oppgave_nummer: 1,
    post_nummer: nummer,
    kalendermaaned: '2018-07',
    opplysningspliktig: '811094242',
    virksomhet: '811094552',
    inntektstype: 'loennsinntekt',
    beskrivelse,
    beloep,
    fordel,
    utloeser_arbeidsgiveravgift: avgift,
    inngaar_i_grunnlag_for_trekk: avgift,
  }
}

function resultatpost(gruppe: string, undergruppe: string, type: string, beloep: number) {
  return { inntektsaar: '2023', gruppe, undergruppe, post_nummer: 1, type, beloep }
}

function skattepost(gruppe: string, navn: string, amounts: object) {
  return { inntektsaar: '2022', oppgjoerstype: 'fastland', gruppe, navn, ...amounts }
}

function OLA_NORDMANN() {
  return {
    personidentifikator: '18818188888',
    fornavn: 'OLA',
    mellomnavn: 'KALED',
    etternavn: 'NORDMANN',
    doedsdato: '2018-04-30',
    klientadresse: false,
    uten_fast_bopel: false,
  }
}

function summertSkattegrunnlag(oppslag: string): Documented {
  const view = `v_${oppslag.replaceAll('-', '_')}`
  const aar = { inntektsaar: '2023' }
  const head = {
    ...aar,
    stadie: 'oppgjoer',
    skatteoppgjoersdato: '2024-02-20',
    ajourholdstidspunkt: '2024-02-20T08:38:37.72+00:00',
  }
  const konto = {
    type: 'Konto',
    kontonummer: '95751752084',
    bankensNavn: 'FORSIKTIG EMPATISK TIGER AS',
    organisasjonsnummer: '310827002',
    innskudd: 983_351,
    opptjenteRenter: 19_667,
  }
  return {
    liste: oppslag === 'summertskattegrunnlag' ? 'skatteoppgjoer' : 'skattemelding-fastsatt',
    oppslag,
    identifikator: '09819899123',
    gjelderPeriode: '2023',
    data: `{"personidentifikator": "09819899123", "inntektsaar": "2023",
      "grunnlag": [
        {"tekniskNavn": "avkortetFordelVedElektroniskKommunikasjon", "beloep": 4392, "kategori": "inntekt"},
        {"tekniskNavn": "innskudd", "beloep": 983351, "spesifisering": [${JSON.stringify(konto)}],
         "kategori": "formue", "andelSkattefritt": 2000, "andelOverfoertFraBarn": 3000}],
      "skjermet": false, "skatteoppgjoersdato": "2024-02-20", "stadie": "oppgjoer",
      "ajourholdstidspunkt": "2024-02-20T08:38:37.72Z"}`,
    rows: {
      [`${view}_post`]: [
        {
          ...head,
          post_nummer: 1,
          teknisk_navn: 'avkortetFordelVedElektroniskKommunikasjon',
          kategori: 'inntekt',
          beloep: 4_392,
        },
        {
          ...head,
          post_nummer: 2,
          teknisk_navn: 'innskudd',
          kategori: 'formue',
          beloep: 983_351,
          andel_skattefritt: 2_000,
          andel_overfoert_fra_barn: 3_000,
        },
      ],
      [`${view}_spesifisering`]: [
        { ...aar, post_nummer: 1, teknisk_navn: 'avkortetFordelVedElektroniskKommunikasjon' },
        {
          ...aar,
          post_nummer: 2,
          teknisk_navn: 'innskudd',
          spesifisering_nummer: 1,
          type: 'Konto',
          organisasjonsnummer: '310827002',
          navn: 'FORSIKTIG EMPATISK TIGER AS',
          kontonummer: '95751752084',
          innskudd: 983_351,
          opptjente_renter: 19_667,
          felt: konto,
        },
      ],
    },
  }
}

function skattemelding(oppslag: string): Documented {
  const view = `v_${oppslag.replaceAll('-', '_')}`
  const aar = { inntektsaar: '2021' }
  return {
    liste: oppslag,
    oppslag,
    identifikator: '16922048030',
    gjelderPeriode: '2021',
    data: `{"skjermet": false, "registreringstidspunkt": "2022-02-10T14:47:12.249+01:00",
      "personidentifikator": "16922048030", "inntektsaar": "2021",
      "bankLaanOgForsikring": {
        "forsikring": {"livsforsikring": [{
          "livsforsikringsselskapetsNavn": "DY PSINDIG UFRUKTBAR LEOPARD ASA",
          "livsforsikringsselskapetsOrganisasjonsnummer": "310091995", "forsikringsnummer": "762724741",
          "avkastningAvKapitalforsikringsavtale": {"beloep": 139013.0},
          "gjenkjoepsverdiAvKapitalforsikringsavtale": {"beloep": 8109780.0}}]},
        "konto": [{"id": "8e0e4f87a91c40e660720bdc313bd83efdaf354e",
          "bankensNavn": "UNGT SOSIAL ISBJØRN SA", "organisasjonsnummer": "313032604",
          "kontonummer": "96702145306", "innskudd": {"beloep": 121471.0},
          "opptjenteRenter": {"beloep": 2429.0}}]},
      "arbeidTrygdOgPensjon": {"loennOgTilsvarendeYtelser": {"arbeidsgiver": [{
        "navn": "PRESIS TYPISK TIGER AS", "organisasjonsnummer": "313994678",
        "samledeYtelserFraArbeidsgiverPerBehandlingsart": [
          {"beloep": {"beloep": 52260.0}, "behandlingsart": "LONN"},
          {"beloep": {"beloep": 6000.0}, "behandlingsart": "EL_KOMMUNIKASJON"}]}]}},
      "opprettetDato": "2022-02-10T13:47:11.993+01:00"}`,
    rows: {
      [view]: [
        {
          ...aar,
          personidentifikator: '16922048030',
          registreringstidspunkt: '2022-02-10T13:47:12.249+00:00',
          opprettet_dato: '2022-02-10T12:47:11.993+00:00',
        },
      ],
      [`${view}_konto`]: [
        {
          ...aar,
          konto_nummer: 1,
          kontonummer: '96702145306',
          bankens_navn: 'UNGT SOSIAL ISBJØRN SA',
          organisasjonsnummer: '313032604',
          innskudd: 121_471,
          opptjente_renter: 2_429,
        },
      ],
      [`${view}_ytelse`]: [
        { ...ytelse(1), behandlingsart: 'LONN', beloep: 52_260 },
        { ...ytelse(2), behandlingsart: 'EL_KOMMUNIKASJON', beloep: 6_000 },
      ],
      [`${view}_livsforsikring`]: [
        {
          ...aar,
          forsikring_nummer: 1,
          forsikringsnummer: '762724741',
          selskapets_navn: 'DY PSINDIG UFRUKTBAR LEOPARD ASA',
          organisasjonsnummer: '310091995',
          avkastning: 139_013,
          gjenkjoepsverdi: 8_109_780,
        },
      ],
    },
  }

  function ytelse(nummer: number) {
    return {
      ...aar,
      arbeidsgiver_nummer: 1,
      ytelse_nummer: nummer,
      arbeidsgivers_navn: 'PRESIS TYPISK TIGER AS',
      organisasjonsnummer: '313994678',
    }
  }
}
