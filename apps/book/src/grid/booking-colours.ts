import { clinicColour } from '@tidbok/ui';

const classes = new Map<string, string>();
let sheet: CSSStyleSheet | undefined;

/**
 * The class that shows a booking in a colour of the clinic's. A clinic has few colours and a day
 * many bookings: a rule is read once, a style on each element as many times as there are bookings.
 */
export function colourClass(colour: string): string {
  const known = classes.get(colour);
  if (known !== undefined) return known;
  const name = `colour-${String(classes.size)}`;
  const { fill, edge, rim } = clinicColour(colour);
  // Weaker than any class: bookings.css has the last word.
  ownSheet().insertRule(`:where(.${name}) {
    --edge: ${edge};
    border-color: ${rim} ${rim} ${rim} ${edge};
    background-color: ${fill};
  }`);
  classes.set(colour, name);
  return name;
}

function ownSheet(): CSSStyleSheet {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
  }
  return sheet;
}
