/** The parts of a MIME message that the mail page shows. */
interface RawMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

interface Entity {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function entityOf(text: string): Entity {
  const [head = '', ...rest] = text.replaceAll('\r\n', '\n').split('\n\n');
  const headers = new Map<string, string>();
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: rest.join('\n\n') };
}

function quotedPrintable(text: string): Buffer {
  const joined = text.replace(/=\n/g, '');
  const bytes: number[] = [];
  for (let index = 0; index < joined.length; index += 1) {
    const code = /^=[0-9A-Fa-f]{2}/.exec(joined.slice(index, index + 3));
    if (code === null) {
      bytes.push(...Buffer.from(joined.charAt(index)));
    } else {
      bytes.push(Number.parseInt(joined.slice(index + 1, index + 3), 16));
      index += 2;
    }
  }
  return Buffer.from(bytes);
}

/** Words like =?UTF-8?B?…?= in a header. */
function decodedHeader(value: string): string {
  return value.replace(/=\?[^?]+\?([BbQq])\?([^?]*)\?=(?:\s+(?==\?))?/g, (_word, kind: string, data: string) =>
    kind.toUpperCase() === 'B'
      ? Buffer.from(data, 'base64').toString('utf8')
      : quotedPrintable(data.replaceAll('_', ' ')).toString('utf8'),
  );
}

function decodedBody({ headers, body }: Entity): string {
  switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return quotedPrintable(body).toString('utf8');
    default:
      return body;
  }
}

function leaves(entity: Entity, depth = 0): readonly Entity[] {
  const type = entity.headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined || depth > 5) return [entity];
  return entity.body
    .split(`--${boundary}`)
    .slice(1)
    .filter((part) => !part.startsWith('--'))
    .flatMap((part) => leaves(entityOf(part.replace(/^\n/, '')), depth + 1));
}

/** Reads headers and the text and HTML parts of a MIME message. */
export function readRawMail(raw: string): RawMail {
  const message = entityOf(raw);
  const parts = leaves(message);
  const bodyOf = (type: string): string => {
    const found = parts.find(({ headers }) =>
      (headers.get('content-type') ?? 'text/plain').toLowerCase().startsWith(type),
    );
    return found === undefined ? '' : decodedBody(found).trimEnd();
  };
  const header = (name: string): string => decodedHeader(message.headers.get(name) ?? '');
  return {
    from: header('from'),
    to: header('to')
      .split(',')
      .map((address) => address.trim())
      .filter((address) => address !== ''),
    subject: header('subject'),
    text: bodyOf('text/plain'),
    html: bodyOf('text/html'),
  };
}
