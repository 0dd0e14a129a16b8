import type { Twin } from '../messages.ts';
import type { identityInSwedish } from './identity-sv.ts';

export const identityInEnglish: Twin<typeof identityInSwedish> = {
  title: 'Log in',
  leave: 'Cancel and go back',
  test: {
    banner: 'TEST LOGIN',
    heading: 'Log in as a test person',
    lead: 'This is no real e-ID. The persons do not exist, nor do their numbers.',
    logInAs: (name: string): string => `Log in as ${name}`,
  },
  bankId: {
    heading: 'Log in with BankID',
    lead: 'Where do you have your BankID?',
    sameDevice: 'On this device',
    otherDevice: 'On another device',
    otherDeviceHint: 'You scan a code with your phone.',
    openApp: 'Open the BankID app',
    qrAlt: 'A code to scan with the BankID app. It changes every second.',
    refresh: 'Refresh',
    again: 'Try again',
    failed: 'The login did not work',
    otherWay: 'Choose another way',
    goBack: 'Come back to this page when you are done in the app.',
  },
  expired: {
    heading: 'This login is no longer valid',
    lead: 'It took too long, has been used already, or belongs to another window.',
    hint: 'Go back to the booking and start over.',
  },
  sayings: {
    scan: 'Open the BankID app and scan the code.',
    'open-app': 'Open the BankID app.',
    'opening-app': 'The BankID app is being opened …',
    searching:
      'Looking for your BankID. If nothing happens there is probably no valid BankID on the device.',
    'read-passport': 'Scan your passport or national ID card in the app.',
    'enter-code': 'Enter your security code in the app and approve.',
    'confirm-call': 'Confirm in the app that you are talking to us.',
    'in-progress': 'The identification is in progress.',
    'timed-out': 'Nobody answered in time. Check the app and the network, and try again.',
    blocked: 'Your BankID is blocked or too old. Contact your bank.',
    cancelled: 'You cancelled.',
    superseded: 'This login was ended because a new one was started. Try again.',
    'app-missing': 'The BankID app could not be opened. Install or update it, and try again.',
    'scan-failed':
      'The code could not be read. Open the BankID app first, update it if needed, and try again.',
    'call-declined': 'You said in the app that you are not talking to us.',
    'risk-blocked':
      'The login was stopped for reasons of security. Ring the clinic if you need help.',
    'update-app': 'Update the BankID app and try again.',
    'already-in-progress': 'A login with your BankID is under way already. End it, and try again.',
    'technical-error': 'BankID does not answer just now. Try again in a while.',
    'unknown-error': 'Something went wrong. Try again.',
  },
};
