import { readFileSync } from 'node:fs';
import type { PatientId } from '@tidbok/core';
import { seeded, type NamedIds } from './seeded.ts';

/** A made-up person under an identity number that no real person has. */
export interface DemoPatient {
  readonly id: PatientId;
  readonly givenName: string;
  readonly familyName: string;
  /** Twelve digits, from the Tax Agency's published test numbers. */
  readonly personalIdentityNumber: string;
  readonly email: string;
  /** From the series that the telecom authority keeps for films and books. */
  readonly mobile: string;
}

const GIVEN_NAMES = ['Prov', 'Test'];

const FAMILY_NAMES = `
  Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson
  Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Olofsson
  Lindström Lindqvist Lindgren Axelsson Berg Bergström Lundberg Lind Lundgren Lundqvist
  Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg Wallin Engström Eklund
  Danielsson Håkansson Lundin Björk Bergman Gunnarsson Holm Wikström Samuelsson Isaksson
  Fransson Bergqvist Nyström Holmberg Arvidsson Löfgren Söderberg Nyberg Blomqvist Claesson
  Nordström Mårtensson Lundström Viklund Eliasson Pålsson Björklund Berggren Sandström Nordin
  Lund Falk Ström Åberg Ekström Hermansson Holmgren Sundberg Hedlund Dahlberg Hellström
  Sjögren Abrahamsson Martinsson Öberg Blom Månsson Andreasson Strömberg Åkesson Jonasson
  Hansen Norberg Åström Sundström Lindholm Holmqvist Ivarsson Sundqvist Ek Dahl Kvist Ask
  Strand Alm Vik Gran Öst Sand Ros Falck Rosén
`
  .trim()
  .split(/\s+/);

/** The official test numbers that demo data and tests may use, and no others. */
export const testIdentityNumbers = (): string[] =>
  readFileSync(new URL('test-identity-numbers.txt', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^\d{12}$/.test(line));

const plainLetters = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '');

/** One number in thirteen, of all ages, is left for those who book online for the first time. */
const isSpare = (index: number): boolean => index % 13 === 6;

export const demoPatients = (id: NamedIds, seed: number): DemoPatient[] => {
  const choose = seeded(seed);
  return testIdentityNumbers()
    .filter((_, index) => !isSpare(index))
    .map((personalIdentityNumber, index) => {
      const givenName = choose.pick(GIVEN_NAMES);
      const familyName = choose.pick(FAMILY_NAMES);
      const mailbox = `${plainLetters(givenName)}.${plainLetters(familyName)}.${String(index + 1)}`;
      return {
        id: id(`patient/${String(index)}`),
        givenName,
        familyName,
        personalIdentityNumber,
        email: `${mailbox}@example.se`,
        mobile: `070174${String(605 + (index % 95)).padStart(4, '0')}`,
      };
    });
};

/** Test numbers that no demo patient has. */
export const spareIdentityNumbers = (): string[] =>
  testIdentityNumbers().filter((_, index) => isSpare(index));
