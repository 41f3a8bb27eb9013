import { type BinaryNode } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { type Companion } from "./Companion.ts"
import { type Group } from "./Group.ts"
import { addressingOf, decodeJid } from "./Jid.ts"
import { bigEndian, bytes, child, children, node, uint, unixTime } from "./Node.ts"
import { resend } from "./Outbound.ts"
import { readKey } from "./SignalParty.ts"
import { type World } from "./World.ts"

/** The message that a receipt to a gateway is about. */
interface ReceiptSubject {
  readonly world: World
  readonly companion: Companion
  readonly id: string
  /** The chat as the gateway addressed it. */
  readonly to: string
}

// A phone gives up asking after as many tries as WhatsApp Web does.
const MAX_RETRIES = 5

/** Tells the gateway that phones have its message, as far as the options want it told. */
export const confirmDelivery = (
  { world, companion, id, to }: ReceiptSubject,
  receivers: ReadonlyArray<Account>,
  group: Group | undefined
): void => {
  const { deliveryReceipts, groupReceipts } = world.options
  if (!deliveryReceipts || (group && groupReceipts === "none")) return
  const confirming = group && groupReceipts === "one" ? receivers.slice(0, 1) : receivers
  for (const receiver of confirming) companion.inform(receiptStanza(receiver, { id, to }, group))
}

/** Makes a delivery or read receipt of one phone. */
export const receiptStanza = (
  receiver: Account,
  { id, to }: { id: string; to: string },
  group: Group | undefined,
  type?: "read"
): BinaryNode => node("receipt", { ...chatOf(receiver, to, group), id, t: unixTime(), type })

/** Asks the gateway to encrypt a message again for a phone that could not read it. */
export const requestRetry = (
  { world, companion, id, to }: ReceiptSubject,
  account: Account,
  group: Group | undefined
): void => {
  const count = (account.retries.get(id) ?? 0) + 1
  if (count > MAX_RETRIES) return
  account.retries.set(id, count)
  world.retriesAsked += 1
  const content = [
    node("retry", { count, id, t: unixTime(), v: 1 }),
    node("registration", {}, bigEndian(account.party.registrationId, 4))
  ]
  if (count > 1) content.push(node("keys", {}, account.party.bundleStanzas().slice(1)))
  companion.inform(
    node("receipt", { ...chatOf(account, to, group), id, type: "retry", t: unixTime() }, content)
  )
}

/** Takes a receipt of a gateway: confirms the message, or sends it again. */
export const receiveReceipt = async (
  world: World,
  owner: Account,
  companion: Companion,
  stanza: BinaryNode
): Promise<void> => {
  const { id = "", to = "", participant, recipient, type } = stanza.attrs
  if (companion.isOutstanding(id) && world.faults.take("loseReceipt", owner.pn)) {
    companion.connection?.reset()
    return
  }
  companion.connection?.send(node("ack", { class: "receipt", id, from: to, participant, recipient, type }))
  if (type === "server-error") return world.media.retry(owner, companion, stanza)
  const sender = world.byJid(participant ?? to)
  if (type === "retry") {
    companion.confirmMessage(id)
    companion.retried.add(id)
    world.retriesServed += 1
    takeKeys(companion, stanza)
    if (sender) await resend(world, sender, owner, companion, { id, count: countOf(child(stanza, "retry")) })
    return
  }
  const ids = [id, ...children(child(stanza, "list"), "item").map((item) => item.attrs["id"] ?? "")]
  for (const one of ids) {
    if (type !== "read") companion.confirmMessage(one)
    const message = sender?.sent.get(one)
    if (!sender || !message) continue
    message.deliveredAt ??= Date.now()
    if (type === "read") message.readAt ??= Date.now()
    sender.sent.changed(message)
    world.emit({ type: "updated", owner: sender.pn, message })
  }
}

const chatOf = (account: Account, to: string, group: Group | undefined): Record<string, string> =>
  group
    ? { from: group.jid, participant: account.jid(group.addressing) }
    : { from: account.jid(addressingOf(to), decodeJid(to).device) }

const takeKeys = (companion: Companion, stanza: BinaryNode): void => {
  const keys = child(stanza, "keys")
  if (!keys) return
  const { id, value } = readKey(child(keys, "key") ?? node("key"))
  if (value.length) companion.preKeys.unshift({ id, value })
  companion.bundle = {
    registrationId: uint(child(stanza, "registration")),
    identity: bytes(child(keys, "identity")),
    signedPreKey: readKey(child(keys, "skey") ?? node("skey")),
    preKey: undefined
  }
}

const countOf = (retry: BinaryNode | undefined): number => Number(retry?.attrs["count"] ?? 1)
