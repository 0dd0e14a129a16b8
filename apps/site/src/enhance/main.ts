import { askForNews } from './ask-for-news.ts';
import { embedded } from './embedded.ts';
import { freeHold } from './free-hold.ts';
import { holdClock } from './hold-clock.ts';
import { offlineNotice } from './offline-notice.ts';
import { prove } from './prove.ts';
import { sendOnce } from './send-once.ts';
import { tidyNumber } from './tidy-number.ts';

// Every page is whole without this script; it only makes some of them kinder.
sendOnce();
offlineNotice();
holdClock();
freeHold();
tidyNumber();
prove();
askForNews();
embedded();

for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    print();
  });
}
