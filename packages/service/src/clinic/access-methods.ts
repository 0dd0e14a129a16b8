import type { Access } from './clinic.ts';
import type { ClinicContext } from './context.ts';
import { may } from './members.ts';
import { memberOfSession, memberOfToken, signIn, signOut } from './sign-in.ts';
import {
  changeOwnPassword,
  changeUser,
  choosePermission,
  createToken,
  createUser,
  permissionChoices,
  resetPassword,
  setPassword,
  setUserActive,
  users,
} from './users.ts';

export function accessOf(context: ClinicContext): Access {
  return {
    signIn: (command) => signIn(context, command),
    signOut: (sessionToken) => signOut(context, sessionToken),
    memberOfSession: (sessionToken) => memberOfSession(context, sessionToken),
    memberOfToken: (token) => memberOfToken(context, token),
    createUser: (user) => createUser(context, user),
    users: () => users(context),
    changeUser: (user) => changeUser(context, user),
    resetPassword: (id, given) => resetPassword(context, id, given),
    changeOwnPassword: (by, passwords) => changeOwnPassword(context, by, passwords),
    setPassword: (signInName, password) => setPassword(context, signInName, password),
    setUserActive: (signInName, active) => setUserActive(context, signInName, active),
    createToken: (name, role) => createToken(context, name, role),
    permissionChoices: () => permissionChoices(context),
    choosePermission: (by, choice) => choosePermission(context, by, choice),
    may,
  };
}
