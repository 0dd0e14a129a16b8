/** A second press while a form is on its way does nothing; the button tells that it works. */
export function sendOnce(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset['once'] === undefined) return;
    if (form.dataset['sent'] !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset['sent'] = '';
    const button = event.submitter;
    if (button !== null && form.dataset['once'] !== '') {
      button.dataset['words'] = button.textContent;
      button.textContent = form.dataset['once'] ?? '';
      button.setAttribute('aria-busy', 'true');
    }
  });
  // A page that comes back from the browser's memory may be sent again.
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLElement>('[data-sent]')) {
      delete form.dataset['sent'];
    }
    for (const button of document.querySelectorAll<HTMLElement>('[data-words]')) {
      button.textContent = button.dataset['words'] ?? '';
      button.removeAttribute('aria-busy');
      delete button.dataset['words'];
    }
  });
}
