/** Reads ASN.1 in BER, which DER is the strict form of (X.690): as much of it as key files need. */

export type Element = {
  /** The first byte: class, whether it is made of others, number. */
  readonly tag: number
  readonly content: Buffer
  /** The whole of it, as `content` follows its tag and length. */
  readonly bytes: Buffer
}

const CONSTRUCTED = 0x20
/** A length that is not told: the content ends with two zeros. */
const INDEFINITE = 0x80

/** @throws RangeError where it is cut or no BER */
export function readElement(bytes: Buffer, at = 0): Element {
  const tag = bytes.readUInt8(at)
  const first = bytes.readUInt8(at + 1)
  if (first === INDEFINITE) {
    const start = at + 2
    let end = start
    while (bytes.readUInt16BE(end) !== 0) end += readElement(bytes, end).bytes.length
    return { tag, content: bytes.subarray(start, end), bytes: bytes.subarray(at, end + 2) }
  }
  const lengthBytes = first < INDEFINITE ? 0 : first - INDEFINITE
  const start = at + 2 + lengthBytes
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
  const end = start + length
  if (end > bytes.length) throw new RangeError('the data is cut')
  return { tag, content: bytes.subarray(start, end), bytes: bytes.subarray(at, end) }
}

/** The elements that one is made of. */
export function elementsOf({ content }: Element): readonly Element[] {
  const elements: Element[] = []
  for (let at = 0; at < content.length;) {
    const element = readElement(content, at)
    elements.push(element)
    at += element.bytes.length
  }
  return elements
}

/** @throws RangeError where there is none at that place, counted from 0 */
export function elementAt(element: Element, place: number): Element {
  const found = elementsOf(element)[place]
  if (found === undefined) throw new RangeError('an element is missing')
  return found
}

/** The bytes of an octet string, or of one that is tagged anew, also where it comes in pieces. */
export function octetsOf(element: Element): Buffer {
  return (element.tag & CONSTRUCTED) === 0
    ? element.content
    : Buffer.concat(elementsOf(element).map(octetsOf))
}

/** An object identifier's bytes in hex. */
export function oidOf({ content }: Element): string {
  return content.toString('hex')
}

export function integerOf({ content }: Element): number {
  return content.readUIntBE(0, content.length)
}
