/** Tells when the internet is gone, and keeps what is typed from being sent into nothing. */
export function offlineNotice(): void {
  const notice = document.querySelector<HTMLElement>('[data-offline]');
  if (notice === null) return;
  const tell = (): void => {
    notice.hidden = navigator.onLine;
    notice.textContent = navigator.onLine ? '' : (notice.dataset['offline'] ?? '');
  };
  addEventListener('offline', tell);
  addEventListener('online', tell);
  tell();
  addEventListener(
    'submit',
    (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      notice.scrollIntoView({ block: 'nearest' });
    },
    { capture: true },
  );
}
