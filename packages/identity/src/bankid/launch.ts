/**
 * The address that opens the BankID app on this device. iOS and Android's larger browsers take the
 * universal link; others the scheme. Where to return is told in the order (`returnUrl`), not here.
 */
export function launchUrl(autoStartToken: string, userAgent: string): string {
  const token = encodeURIComponent(autoStartToken);
  return takesUniversalLink(userAgent)
    ? `https://app.bankid.com/?autostarttoken=${token}&redirect=null`
    : `bankid:///?autostarttoken=${token}&redirect=null`;
}

/**
 * Where the app shall return, so that it is the very browser that started the login: on iOS an
 * https address is always opened by Safari, so other browsers there are named by their scheme.
 */
export function returnUrlFor(url: string, userAgent: string): string {
  if (!isIos(userAgent)) return url;
  if (userAgent.includes('CriOS/')) return url.replace(/^http/, 'googlechrome');
  if (userAgent.includes('FxiOS/')) return `firefox://open-url?url=${encodeURIComponent(url)}`;
  if (userAgent.includes('EdgiOS/')) return url.replace(/^(https?):/, 'microsoft-edge-$1:');
  return url;
}

function takesUniversalLink(userAgent: string): boolean {
  if (isIos(userAgent)) return true;
  return /Android/.test(userAgent) && /(Chrome|EdgA)\/\d{2,}/.test(userAgent);
}

function isIos(userAgent: string): boolean {
  return /iPhone|iPad|iPod/.test(userAgent);
}
