/** What the book tells of the site: when it is away, and whose a piece of time is. */
export const alarmInSwedish = {
  label: 'Kontakten med e-tidboken',
  away: (since: string) => `Ingen kontakt med e-tidboken sedan ${since}.`,
  stillWorks:
    'Tidboken fungerar som vanligt. Under tiden kan e-tidboken sälja tid längre fram; de ' +
    'bokningarna kommer hit av sig själva.',
  halted:
    'Synkroniseringen har stannat och behöver en människa. Tidboken fungerar, men e-bokningar ' +
    'kommer inte hit. Inget går förlorat. Ring supporten.',
  recover:
    'Tidboken är återställd från en säkerhetskopia och väntar på e-tidboken. Boka helst inte på ' +
    'tid som ligger ute på nätet förrän de har jämförts. Det sker av sig självt.',
  /** Whom staff must ask about a piece of time. */
  timeKind: {
    own: 'Klinikens egen tid: bokas direkt.',
    near: 'Nära tid: kliniken bestämmer själv. Bokas direkt, och e-tidboken får veta det.',
    far: 'Tid som e-tidboken får sälja: den tillfrågas först. Det tar ett ögonblick.',
    'far-away':
      'Tid som e-tidboken får sälja, och den nås inte just nu: tiden kan vara såld. Bokas den ' +
      'ändå står bokningen under Behöver en människa tills e-tidboken har svarat.',
  },
  timeKindShort: {
    own: 'egen tid',
    near: 'nära tid, kliniken bestämmer',
    far: 'e-tidboken tillfrågas',
    'far-away': 'kan vara såld på nätet',
  },
};
