import forge from 'node-forge';

export interface Certificates {
  /** PEM of a root of our own. */
  readonly ca: Buffer;
  readonly server: { readonly key: string; readonly cert: string };
  /** PKCS #12 of a client that the root has signed. */
  readonly clientPfx: Buffer;
  readonly passphrase: string;
}

const passphrase = 'qwerty123';
const YEAR_MS = 365 * 24 * 3_600_000;

/** A root, a server for loopback and a client, as BankID and a relying party have them. */
export function makeCertificates(): Certificates {
  const root = forge.pki.rsa.generateKeyPair(2048);
  const rootName = [{ name: 'commonName', value: 'Test root' }];
  const ca = certificate(root.publicKey, { subject: rootName, issuer: rootName, serial: '01' }, [
    { name: 'basicConstraints', cA: true },
  ]);
  ca.sign(root.privateKey, forge.md.sha256.create());

  const signed = (commonName: string, serial: string, extensions: object[]) => {
    const keys = forge.pki.rsa.generateKeyPair(2048);
    const subject = [{ name: 'commonName', value: commonName }];
    const cert = certificate(keys.publicKey, { subject, issuer: rootName, serial }, extensions);
    cert.sign(root.privateKey, forge.md.sha256.create());
    return { key: keys.privateKey, cert };
  };
  const server = signed('localhost', '02', [
    {
      name: 'subjectAltName',
      altNames: [
        { type: 2, value: 'localhost' },
        { type: 7, ip: '127.0.0.1' },
      ],
    },
  ]);
  const client = signed('Relying party', '03', []);
  const pfx = forge.pkcs12.toPkcs12Asn1(client.key, [client.cert], passphrase, {
    algorithm: 'aes256',
  });
  return {
    ca: Buffer.from(forge.pki.certificateToPem(ca)),
    server: {
      key: forge.pki.privateKeyToPem(server.key),
      cert: forge.pki.certificateToPem(server.cert),
    },
    clientPfx: Buffer.from(forge.asn1.toDer(pfx).getBytes(), 'binary'),
    passphrase,
  };
}

interface Named {
  readonly subject: forge.pki.CertificateField[];
  readonly issuer: forge.pki.CertificateField[];
  readonly serial: string;
}

function certificate(
  publicKey: forge.pki.rsa.PublicKey,
  { subject, issuer, serial }: Named,
  extensions: object[],
): forge.pki.Certificate {
  const cert = forge.pki.createCertificate();
  cert.publicKey = publicKey;
  cert.serialNumber = serial;
  cert.validity.notBefore = new Date(Date.now() - YEAR_MS);
  cert.validity.notAfter = new Date(Date.now() + YEAR_MS);
  cert.setSubject(subject);
  cert.setIssuer(issuer);
  cert.setExtensions(extensions);
  return cert;
}
