import type { Twin } from '../messages.ts';
import type { aboutInSwedish } from './about-sv.ts';

export const aboutInEnglish: Twin<typeof aboutInSwedish> = {
  privacy: {
    heading: 'How your data are handled',
    lead: 'In short: your details are locked to the clinic before they are kept. We do not track you.',
    sections: [
      {
        heading: 'Who is responsible?',
        paragraphs: [
          'The clinic where you book is responsible for your personal data. This site handles the ' +
            'booking on behalf of the clinic.',
        ],
      },
      {
        heading: 'What is kept, and why?',
        paragraphs: [
          'When you book you give your name, personal identity number, e-mail address, mobile ' +
            'number and sometimes your address. The clinic needs them to know who is coming and ' +
            'how to reach you.',
          'The details are encrypted at once to a key that only the clinic has. In the database of ' +
            'this site they cannot be read.',
          'A second encrypted copy is used to send your confirmation. It is erased when the message ' +
            'has been sent, and after 48 hours at the latest.',
          'If the clinic writes to you, the message passes whoever carries the clinic’s e-mail or SMS, ' +
            'over open networks. An SMS says the day, the time and the clinic only, never what the ' +
            'visit is about.',
          'The site can see which time and which treatment is booked, so that nobody else can book ' +
            'the same time.',
        ],
      },
      {
        heading: 'Cookies and tracking',
        paragraphs: [
          'The site uses no cookies for booking, no statistics and no services of other companies. ' +
            'So there is no cookie banner to click away.',
          'If you log in with an e-ID, one single cookie keeps you logged in, for 30 minutes at most.',
          'The address of your computer on the internet (IP address) is used for a short while in ' +
            'memory to stop abuse. It is not kept with the booking.',
        ],
      },
      {
        heading: 'Your rights',
        paragraphs: [
          'You can ask the clinic for a copy of your data, have mistakes corrected and ask who has ' +
            'read them. What belongs to your patient record is kept as long as the law demands.',
          'If you are not content with how the data are handled you can complain to the Swedish ' +
            'Authority for Privacy Protection (IMY).',
        ],
      },
    ],
    contact: 'Contact the clinic',
  },
  accessibility: {
    heading: 'Accessibility',
    lead: 'Everybody shall be able to book: by screen reader, keyboard, large text or an old phone.',
    sections: [
      {
        heading: 'How accessible is the site?',
        paragraphs: [
          'It is built to meet WCAG 2.2 at level AA and the standard EN 301 549. ' +
            'We know of no shortcomings.',
          'Everything works without JavaScript, by keyboard alone, at 400 % zoom, in high contrast ' +
            'and with reduced motion.',
        ],
      },
      {
        heading: 'How was it tried?',
        paragraphs: [
          'Each step is checked automatically at every change, in Swedish and English, at the sizes ' +
            'of phones and computers. What a screen reader is told is tried too.',
        ],
      },
      {
        heading: 'Did you meet an obstacle?',
        paragraphs: [
          'Tell the clinic: they help you to book and pass the problem on. You shall have an answer ' +
            'without undue delay.',
          'If you are not content with the answer you can report it to the Swedish Agency for ' +
            'Digital Government (Digg), which supervises digital accessibility.',
        ],
      },
    ],
    contact: 'Contact the clinic',
  },
  homePage: {
    heading: 'Booking on your own home page',
    lead: 'Copy one line to your home page. The rest takes care of itself.',
    choose: 'Which clinic is it for?',
    script: 'The booking inside your page',
    scriptHint:
      'Paste the line where the booking shall stand. The frame grows as tall as the booking needs, ' +
      'and reads nothing of your page.',
    link: 'A plain link or button',
    linkHint: 'For menus, social media, summons cards and e-mail.',
    frame: 'A frame without a script',
    frameHint: 'If your home page allows no scripts. You decide its height yourselves.',
    preselect: 'Choose something beforehand',
    preselectHint:
      'Add a practitioner or a treatment, and the patient starts there. This is the line for each:',
    practitioners: 'Practitioners',
    treatments: 'Treatments',
    preview: 'See how it looks',
    frameTitle: 'Book an appointment',
  },
};
