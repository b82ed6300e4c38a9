/**
 * Overwrites what tells people apart in a question or an answer. Once an answer is on its way a copy of it is, too; the worker
 * lives on, and must not remember anybody. Descriptors are the only such numbers that travel between processes.
 */
export function wipeDescriptors(message: unknown): void {
  if (message instanceof Float32Array) message.fill(0)
  else if (typeof message === 'object' && message !== null && !ArrayBuffer.isView(message))
    for (const part of Object.values(message)) wipeDescriptors(part)
}
