/** Writes a personal identity number of twelve digits with its hyphen, once the field is left. */
export function tidyNumber(): void {
  const field = document.querySelector('#personalIdentityNumber');
  if (!(field instanceof HTMLInputElement)) return;
  field.addEventListener('change', () => {
    const digits = field.value.replace(/[\s–-]/gu, '');
    if (/^\d{12}$/.test(digits)) field.value = `${digits.slice(0, 8)}-${digits.slice(8)}`;
  });
}
