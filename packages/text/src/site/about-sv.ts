/** Pages about the site itself: each a heading, a lead and sections of paragraphs. */
export const aboutInSwedish = {
  privacy: {
    heading: 'Så hanteras dina uppgifter',
    lead: 'Kort: dina uppgifter låses till kliniken innan de sparas. Vi följer dig inte.',
    sections: [
      {
        heading: 'Vem ansvarar?',
        paragraphs: [
          'Kliniken där du bokar är ansvarig för dina personuppgifter. Den här webbplatsen sköter ' +
            'bokningen på klinikens uppdrag.',
        ],
      },
      {
        heading: 'Vad sparas, och varför?',
        paragraphs: [
          'När du bokar lämnar du namn, personnummer, e-postadress, mobilnummer och ibland adress. ' +
            'Kliniken behöver dem för att veta vem som kommer och kunna nå dig.',
          'Uppgifterna krypteras direkt till klinikens egen nyckel, som bara finns hos kliniken. ' +
            'I webbplatsens databas går de inte att läsa.',
          'En andra krypterad kopia används för att skicka din bekräftelse. Den raderas när ' +
            'meddelandet är skickat, och senast efter 48 timmar.',
          'Om kliniken skriver till dig går meddelandet genom den som sköter klinikens e-post eller SMS, ' +
            'över öppna nät. Ett SMS säger bara dag, klockslag och klinik, aldrig vad besöket gäller.',
          'Vilken tid och vilken behandling som är bokad syns för webbplatsen, så att ingen annan ' +
            'kan boka samma tid.',
        ],
      },
      {
        heading: 'Kakor och spårning',
        paragraphs: [
          'Webbplatsen använder inga kakor för att boka, ingen statistik och inga tjänster från ' +
            'andra företag. Därför finns heller ingen ruta om kakor att klicka bort.',
          'Loggar du in med e-legitimation håller en enda kaka dig inloggad, i högst 30 minuter.',
          'Din dators adress på nätet (IP-adress) används en kort stund i minnet för att stoppa ' +
            'missbruk. Den sparas inte tillsammans med bokningen.',
        ],
      },
      {
        heading: 'Dina rättigheter',
        paragraphs: [
          'Du kan be kliniken om ett utdrag av dina uppgifter, få fel rättade och fråga vilka som ' +
            'har läst dem. Uppgifter som hör till din journal sparas så länge lagen kräver.',
          'Är du inte nöjd med hur uppgifterna hanteras kan du klaga hos ' +
            'Integritetsskyddsmyndigheten (IMY).',
        ],
      },
    ],
    contact: 'Kontakta kliniken',
  },
  accessibility: {
    heading: 'Tillgänglighet',
    lead: 'Alla ska kunna boka själva: med skärmläsare, tangentbord, stor text eller en gammal mobil.',
    sections: [
      {
        heading: 'Hur tillgänglig är webbplatsen?',
        paragraphs: [
          'Den är byggd för att uppfylla WCAG 2.2 på nivå AA och standarden EN 301 549. ' +
            'Vi känner inte till några brister.',
          'Allt fungerar utan JavaScript, med enbart tangentbord, vid 400 % förstoring, med hög ' +
            'kontrast och med minskad rörelse.',
        ],
      },
      {
        heading: 'Hur har det prövats?',
        paragraphs: [
          'Varje steg granskas automatiskt vid varje ändring, på svenska och engelska, i mobil- och ' +
            'datorstorlek. Vad en skärmläsare får veta prövas också.',
        ],
      },
      {
        heading: 'Hittar du ett hinder?',
        paragraphs: [
          'Berätta för kliniken, så hjälper de dig att boka och för problemet vidare. ' +
            'Svaret ska komma utan onödigt dröjsmål.',
          'Är du inte nöjd med svaret kan du anmäla det till Myndigheten för digital förvaltning ' +
            '(Digg), som har tillsyn över digital tillgänglighet.',
        ],
      },
    ],
    contact: 'Kontakta kliniken',
  },
  homePage: {
    heading: 'Bokningen på er egen hemsida',
    lead: 'Kopiera en rad till hemsidan. Resten sköter sig självt.',
    choose: 'Vilken klinik gäller det?',
    script: 'Bokningen inne på sidan',
    scriptHint:
      'Klistra in raden där bokningen ska stå. Ramen blir så hög som bokningen behöver, och ' +
      'hämtar ingenting från er sida.',
    link: 'En vanlig länk eller knapp',
    linkHint: 'Passar i menyn, i sociala medier, på kallelser och i e-post.',
    frame: 'En ram utan skript',
    frameHint: 'Om hemsidan inte tillåter skript. Höjden bestämmer ni själva.',
    preselect: 'Välj något i förväg',
    preselectHint:
      'Lägg till en behandlare eller en behandling, så börjar patienten där. Så här ser raden ut ' +
      'för var och en:',
    practitioners: 'Behandlare',
    treatments: 'Behandlingar',
    preview: 'Se hur det blir',
    frameTitle: 'Boka tid',
  },
};
