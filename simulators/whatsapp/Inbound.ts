import { type BinaryNode, proto, unpadRandomMax16 } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { type Companion } from "./Companion.ts"
import { readContent } from "./Content.ts"
import { type Group } from "./Group.ts"
import { decodeJid, isGroupJid } from "./Jid.ts"
import { bytes, child, children, node, unixTime } from "./Node.ts"
import { confirmDelivery, requestRetry } from "./Receipts.ts"
import { type Encrypted } from "./SignalParty.ts"
import { type World } from "./World.ts"

/** A message stanza of a companion, with the device it came from. */
interface Arrival {
  readonly world: World
  readonly owner: Account
  readonly companion: Companion
  readonly stanza: BinaryNode
  readonly id: string
  readonly to: string
}

/** Takes a message from a companion: acknowledges it, or fails as told, and brings it to its recipients. */
export const receiveMessage = async (
  world: World,
  owner: Account,
  companion: Companion,
  stanza: BinaryNode
): Promise<void> => {
  const { id = "", to = "" } = stanza.attrs
  const arrival: Arrival = { world, owner, companion, stanza, id, to }
  const connection = companion.connection
  const acknowledge = (error?: number) =>
    connection?.send(node("ack", { class: "message", id, from: to, t: unixTime(), error }))
  if (stanza.attrs["category"] === "peer") return acknowledge()
  companion.messagesOut += 1
  if (isGroupJid(to) && !world.groups.get(to)?.members.has(owner)) return acknowledge(403)
  const nack = world.faults.take("nack", owner.pn)
  if (nack) return acknowledge(nack.error)
  const drop = world.faults.take("dropOnMessage", owner.pn)
  if (drop) {
    setTimeout(() => connection?.reset(), drop.ms)
    return drop.deliver === false ? undefined : route(arrival)
  }
  const swallow = world.faults.take("swallowAck", owner.pn)
  if (swallow) return swallow.deliver === false ? undefined : route(arrival)
  const delay = world.faults.take("delayAck", owner.pn)
  if (delay) setTimeout(acknowledge, delay.ms)
  else acknowledge()
  await route(arrival)
}

const route = async (arrival: Arrival): Promise<void> => {
  const { world, owner, companion, stanza, to } = arrival
  const copies = children(child(stanza, "participants"), "to")
  const shared = children(stanza, "enc").find((enc) => enc.attrs["type"] === "skmsg")
  const direct = children(stanza, "enc").find((enc) => enc.attrs["type"] !== "skmsg")
  const group = isGroupJid(to) ? world.groups.get(to) : undefined
  if (group) return routeToGroup(arrival, group, copies, shared, direct)
  // A resend after a retry receipt goes to one device, without the list of participants.
  const targets = direct ? [node("to", { jid: to }, [direct])] : copies
  let others = 0
  for (const target of targets) {
    const jid = target.attrs["jid"] ?? ""
    const account = world.byJid(jid)
    const enc = child(target, "enc")
    if (!account || !enc) continue
    const { device } = decodeJid(jid)
    if (device) forward(arrival, account, device, [enc])
    else if (account !== owner) {
      others += 1
      await read(arrival, account, enc)
    }
  }
  if (!others && !direct) companion.withoutRecipient += 1
}

const routeToGroup = async (
  arrival: Arrival,
  group: Group,
  copies: BinaryNode[],
  shared: BinaryNode | undefined,
  direct: BinaryNode | undefined
): Promise<void> => {
  const { world, owner, companion, stanza } = arrival
  const { decryptGroups } = world.options
  const reader = group.reader(owner)
  const isReading = (account: Account) =>
    account !== owner && (decryptGroups === "all" || account === reader || account.retries.has(arrival.id))
  const keysFor = new Map<string, BinaryNode>()
  for (const copy of copies) {
    const jid = copy.attrs["jid"] ?? ""
    const account = world.byJid(jid)
    const enc = child(copy, "enc")
    if (!account || !enc) continue
    const { device } = decodeJid(jid)
    if (device) keysFor.set(account.signalAddress(device), enc)
    else if (isReading(account)) await read(arrival, account, enc, group)
  }
  const participant = stanza.attrs["participant"]
  if (direct && participant) {
    const account = world.byJid(participant)
    const { device } = decodeJid(participant)
    if (account && device) forward(arrival, account, device, [direct], group)
    else if (account) await read(arrival, account, direct, group)
  }
  if (!shared) return
  for (const member of group.members) {
    for (const other of member.companions.values()) {
      if (other === companion) continue
      const keys = keysFor.get(member.signalAddress(other.id))
      forward(arrival, member, other.id, keys ? [keys, shared] : [shared], group)
    }
    if (isReading(member)) await read(arrival, member, shared, group)
  }
}

/** Decrypts one copy on a phone; a phone that cannot asks for a retry as a real one does. */
const read = async (arrival: Arrival, account: Account, enc: BinaryNode, group?: Group): Promise<void> => {
  const { world, owner, companion, id } = arrival
  let message: proto.Message
  try {
    message = proto.Message.decode(unpadRandomMax16(await open(arrival, account, enc, group)))
  } catch {
    return requestRetry(arrival, account, group)
  }
  const distribution = message.senderKeyDistributionMessage
  if (distribution?.axolotlSenderKeyDistributionMessage && distribution.groupId) {
    account
      .senderKeysOf(distribution.groupId, owner.signalAddress(companion.id))
      .learn(distribution.axolotlSenderKeyDistributionMessage)
  }
  const content = readContent(message)
  if (!content) return
  account.retries.delete(id)
  const recorded = {
    ...content,
    id,
    from: owner.pn,
    fromName: owner.name,
    isFromGateway: true,
    to: group?.jid ?? account.pn,
    group: group?.jid,
    at: Date.now()
  }
  const receivers = group && world.options.decryptGroups === "one" ? others(group, owner) : [account]
  for (const receiver of receivers) {
    world.emit({ type: "received", owner: receiver.pn, message: receiver.inbox.record(recorded) })
  }
  if (!group || world.options.decryptGroups === "one" || account === group.reader(owner)) {
    world.emit({ type: "sent", owner: owner.pn, message: owner.sent.record(recorded) })
    if (group) world.emit({ type: "group", owner: group.jid, message: group.log.record(recorded) })
  }
  confirmDelivery(arrival, receivers, group)
}

const open = (
  arrival: Arrival,
  account: Account,
  enc: BinaryNode,
  group?: Group
): Promise<Buffer> | Buffer => {
  const sender = arrival.owner.signalAddress(arrival.companion.id)
  if (enc.attrs["type"] === "skmsg" && group) {
    return account.senderKeysOf(group.jid, sender).decrypt(bytes(enc), arrival.world.options.verifySignatures)
  }
  const type: Encrypted["type"] = enc.attrs["type"] === "pkmsg" ? "pkmsg" : "msg"
  return account.party.decrypt(sender, { type, ciphertext: bytes(enc) })
}

const others = (group: Group, owner: Account): Account[] =>
  [...group.members].filter((member) => member !== owner)

/** Passes the ciphertext on to another gateway's device. */
const forward = (
  arrival: Arrival,
  account: Account,
  device: number,
  encs: BinaryNode[],
  group?: Group
): void => {
  const { owner, companion, stanza, id, to } = arrival
  const addressing = group?.addressing ?? (to.endsWith("@lid") ? "lid" : "pn")
  const sender = owner.jid(addressing, companion.id)
  const alternate = owner.jid(addressing === "lid" ? "pn" : "lid")
  const suffix = addressing === "lid" ? "pn" : "lid"
  const address: Record<string, string> = group
    ? { from: group.jid, participant: sender, [`participant_${suffix}`]: alternate }
    : account === owner
      ? { from: sender, recipient: to }
      : { from: sender, [`sender_${suffix}`]: alternate }
  account.companions.get(device)?.deliver(
    node(
      "message",
      {
        ...address,
        addressing_mode: addressing,
        id,
        t: unixTime(),
        type: stanza.attrs["type"],
        notify: owner.name
      },
      encs
    )
  )
}
