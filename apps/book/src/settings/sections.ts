import type { BookMessages } from '@tidbok/text';

interface Section {
  readonly href: string;
  readonly name: string;
}

/** The pages of the settings, by what they are about: in their own menu and in Ctrl K. */
export function settingsSections(
  say: BookMessages,
  { mayUsers, mayMove }: { readonly mayUsers: boolean; readonly mayMove: boolean },
): readonly { readonly name: string; readonly sections: readonly Section[] }[] {
  const of = (path: string, name: string): Section => ({ href: `/installningar/${path}`, name });
  const { settings, register } = say;
  return [
    {
      name: register.groups.book,
      sections: [
        of('preblock', settings.kinds),
        of('kategorier', settings.categories),
        of('mallar', settings.templates),
        of('mallistor', settings.templateLists),
        of('preblocklistor', settings.preblockLists),
        of('texter', settings.bookTexts),
        of('tecken', register.signs),
        of('meddelanden', say.messages.title),
      ],
    },
    {
      name: register.groups.cards,
      sections: [
        of('organisation', register.organisations),
        of('foretag', register.companies),
        of('registerkort', register.practitioners),
        of('kliniker', register.clinics),
        of('resurser', register.resources),
        of('delade-resurser', register.sharedResources),
        ...(mayMove ? [{ href: '/flytta-in', name: say.nav.moving }] : []),
      ],
    },
    {
      name: register.groups.access,
      sections: [
        // Only who may look after users sees who they are.
        ...(mayUsers ? [of('anvandare', register.users)] : []),
        of('behorigheter', register.permissions),
        { href: '/mitt-losenord', name: say.password.title },
      ],
    },
  ];
}
