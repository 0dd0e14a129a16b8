import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals }) => {
  const { user, locale } = locals;
  return {
    locale,
    user:
      user === null
        ? null
        : {
            name: user.name,
            practitionerId: user.practitionerId,
            roles: user.roles,
            permissions: user.permissions,
          },
  };
};
