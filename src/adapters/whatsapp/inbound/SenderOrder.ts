import type { BinaryNode, WASocket } from "@whiskeysockets/baileys"

/** A stanza that takes longer than this is not waited for: one that hangs must not silence its sender. */
const patienceMillis = 20_000

type Listener = (stanza: BinaryNode) => unknown

/**
 * Lets each message stanza wait for the one before it from the same sender. By itself Baileys works on all of them side
 * by side until they are decrypted, and looks up the other address of a sender it does not know meanwhile: of his
 * first messages the third may overtake the second. Stanzas that wait have no receipt yet, so that WhatsApp's
 * own limit of those bounds them. Must be called before anybody else listens.
 */
export const keepSenderOrder = (socket: WASocket): void => {
  const tails = new Map<string, Promise<unknown>>()
  for (const listener of socket.ws.listeners("CB:message") as unknown as ReadonlyArray<Listener>) {
    socket.ws.off("CB:message", listener)
    socket.ws.on("CB:message", (stanza: BinaryNode) => {
      // Baileys puts what was kept while we were away into a queue of its own and returns at once: what is written
      // meanwhile would overtake it.
      delete stanza.attrs["offline"]
      const sender = stanza.attrs["participant"] ?? stanza.attrs["from"] ?? ""
      const before = tails.get(sender)
      const handled =
        before === undefined ? Promise.resolve(listener(stanza)) : inTime(before).then(() => listener(stanza))
      const tail = handled
        .catch(() => undefined)
        .then(() => {
          if (tails.get(sender) === tail) tails.delete(sender)
        })
      tails.set(sender, tail)
    })
  }
}

const inTime = (before: Promise<unknown>): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMillis)
    void before.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
