import type { ListOwner, PreblockList, TemplateList } from '@tidbok/core';
import type { NamedIds } from './seeded.ts';

interface Named {
  readonly key: string;
  readonly name: string;
  readonly owner: ListOwner;
}

const templateList = (id: NamedIds, named: Named, keys: readonly string[]): TemplateList => ({
  kind: 'templates',
  id: id(`list/${named.key}`),
  name: named.name,
  owner: named.owner,
  ids: keys.map((key) => id(`template/${key}`)),
});

const preblockList = (id: NamedIds, named: Named, names: readonly string[]): PreblockList => ({
  kind: 'preblocks',
  id: id(`list/${named.key}`),
  name: named.name,
  owner: named.owner,
  ids: names.map((name) => id(`kind/${name}`)),
});

const ALL_TEMPLATES = [
  'us',
  'us-ny',
  'rev-us',
  'rev-barn',
  'kontroll',
  'akut',
  'temp',
  'laga',
  'laga-stor',
  'rens',
  'rotfyll',
  'prep',
  'cem',
  'prep-bro',
  'extr',
  'implantat',
  'profylax',
  'dep-puts',
  'dep',
  'blekning',
];

const ONLINE = ['us', 'us-ny', 'rev-us', 'akut', 'profylax', 'dep-puts', 'blekning'];

const E_TIMES = ['E-tid US/Röntgen', 'E-tid Profylax', 'E-tid akut'];

const templateLists = (id: NamedIds): TemplateList[] => {
  const group: ListOwner = { type: 'organisation', id: id('organisation') };
  const lund: ListOwner = { type: 'company', id: id('company/lund') };
  const malmö: ListOwner = { type: 'company', id: id('company/malmö') };
  const olle: ListOwner = { type: 'practitioner', id: id('practitioner/olle') };
  return [
    templateList(id, { key: 'gruppen', name: 'Tandläkargruppen', owner: group }, ALL_TEMPLATES),
    templateList(
      id,
      { key: 'malmö', name: 'Malmötandläkarna', owner: malmö },
      ALL_TEMPLATES.filter((key) => key !== 'implantat' && key !== 'prep-bro'),
    ),
    templateList(id, { key: 'hygienister', name: 'Hygienister', owner: { type: 'all' } }, [
      'profylax',
      'dep-puts',
      'dep',
      'rev-us',
      'rev-barn',
      'kontroll',
    ]),
    templateList(
      id,
      { key: 'e-tidbok-gruppen', name: 'E-tidbok Tandläkargruppen', owner: group },
      ONLINE.filter((key) => key !== 'blekning'),
    ),
    templateList(id, { key: 'e-tidbok-lund', name: 'E-tidbok Lund', owner: lund }, ONLINE),
    templateList(id, { key: 'e-tidbok-olle', name: 'E-tidbok Olle Ohlsson', owner: olle }, [
      'us',
      'us-ny',
      'rev-us',
      'akut',
      'blekning',
    ]),
  ];
};

const preblockLists = (id: NamedIds): PreblockList[] => [
  preblockList(
    id,
    {
      key: 'preblock-gruppen',
      name: 'Preblock Tandläkargruppen',
      owner: { type: 'organisation', id: id('organisation') },
    },
    ['Akut tid', 'Rev us', 'Operation', 'Kirurgi och implantat', 'Patientfri', ...E_TIMES],
  ),
  preblockList(
    id,
    {
      key: 'preblock-malmö',
      name: 'Preblock Malmö',
      owner: { type: 'company', id: id('company/malmö') },
    },
    ['Akut tid', 'Rev us', 'Operation', 'Patientfri', ...E_TIMES],
  ),
  preblockList(
    id,
    {
      key: 'preblock-olle',
      name: 'Preblock Olle Ohlsson',
      owner: { type: 'practitioner', id: id('practitioner/olle') },
    },
    ['Akut tid', 'Rev us', 'Operation', 'Patientfri', 'Olles handledning', ...E_TIMES],
  ),
];

/** Lists in force at every level (L4): organisation, company and practitioner. */
export const demoLists = (id: NamedIds): (TemplateList | PreblockList)[] => [
  ...templateLists(id),
  ...preblockLists(id),
];
