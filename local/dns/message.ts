/** The part of the DNS protocol (RFC 1035) that a resolver needs to ask for texts, aliases and addresses. */

const TYPES = { A: 1, CNAME: 5, TXT: 16 } as const;
export type RecordType = keyof typeof TYPES;

export interface DnsRecord {
  readonly name: string;
  readonly type: RecordType;
  readonly value: string;
}

interface Question {
  readonly name: string;
  readonly type: number;
  /** The question as it was sent, which the answer repeats. */
  readonly bytes: Buffer;
}

const HEADER_BYTES = 12;
/** This is an answer, by authority, and asking others is no use. */
const ANSWER_FLAGS = 0x8400;
const NO_SUCH_NAME = 3;
const FOR_INTERNET = 1;
/** A pointer to the name in the question. */
const SAME_NAME = Buffer.from([0xc0, HEADER_BYTES]);
const LONGEST_TEXT = 255;

/** Whether a word is a type of record that is known here. */
export function isRecordType(word: string): word is RecordType {
  return word in TYPES;
}

function readQuestion(message: Buffer): Question | undefined {
  if (message.length < HEADER_BYTES || message.readUInt16BE(4) !== 1) return undefined;
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (;;) {
    const length = message[at] ?? 0;
    at += 1;
    if (length === 0) break;
    labels.push(message.toString('latin1', at, at + length));
    at += length;
  }
  if (at + 4 > message.length) return undefined;
  const bytes = message.subarray(HEADER_BYTES, at + 4);
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at), bytes };
}

function writeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function writeData({ type, value }: DnsRecord): Buffer {
  switch (type) {
    case 'A':
      return Buffer.from(value.split('.').map(Number));
    case 'CNAME':
      return writeName(value);
    case 'TXT': {
      const text = Buffer.from(value).subarray(0, LONGEST_TEXT);
      return Buffer.concat([Buffer.from([text.length]), text]);
    }
  }
}

function writeRecord(record: DnsRecord): Buffer {
  const data = writeData(record);
  const head = Buffer.alloc(10);
  head.writeUInt16BE(TYPES[record.type], 0);
  head.writeUInt16BE(FOR_INTERNET, 2);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([SAME_NAME, head, data]);
}

/** The answer to a question; undefined for what is none. A name without any record does not exist. */
export function answerTo(message: Buffer, records: readonly DnsRecord[]): Buffer | undefined {
  const question = readQuestion(message);
  if (question === undefined) return undefined;
  const named = records.filter((record) => record.name === question.name);
  const found = named.filter((record) => TYPES[record.type] === question.type);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(message.readUInt16BE(0), 0);
  header.writeUInt16BE(ANSWER_FLAGS | (named.length === 0 ? NO_SUCH_NAME : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  return Buffer.concat([header, question.bytes, ...found.map(writeRecord)]);
}
