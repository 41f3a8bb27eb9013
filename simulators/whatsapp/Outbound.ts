import { type BinaryNode, encodeWAMessage, proto } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { type Companion } from "./Companion.ts"
import { type Group } from "./Group.ts"
import { type Addressing, isGroupJid } from "./Jid.ts"
import { node, unixTime } from "./Node.ts"
import { type World } from "./World.ts"

/** A message that leaves a phone. */
export interface Outgoing {
  readonly id: string
  readonly content: proto.IMessage
  readonly addressing: Addressing
}

/** Encrypts a 1:1 message for every companion of the recipient, and copies of it for the sender's own. */
export const deliverToUser = async (
  world: World,
  sender: Account,
  recipient: Account,
  message: Outgoing
): Promise<void> => {
  sender.remember(message.id, {
    content: message.content,
    chat: recipient.jid(message.addressing),
    time: unixTime()
  })
  for (const companion of recipient.companions.values()) {
    const enc = await encryptFor(world, sender, recipient, companion, message.content)
    const attrs = { ...chatAttrs(sender, message.addressing), ...common(sender, message) }
    hand(world, recipient, companion, node("message", attrs, [enc]))
  }
  for (const companion of sender.companions.values()) {
    const enc = await encryptFor(world, sender, sender, companion, ownCopy(recipient, message))
    const attrs = { ...ownChatAttrs(sender, recipient, message.addressing), ...common(sender, message) }
    hand(world, sender, companion, node("message", attrs, [enc]))
  }
}

/** Encrypts a message once for a group and hands it to every companion of every member. */
export const deliverToGroup = async (
  world: World,
  sender: Account,
  group: Group,
  message: Outgoing
): Promise<void> => {
  sender.remember(message.id, { content: message.content, chat: group.jid, time: unixTime() })
  const holders = sender.senderKeyHolders.get(group.jid) ?? new Set<string>()
  sender.senderKeyHolders.set(group.jid, holders)
  const distribution = distributionOf(sender, group.jid)
  const skmsg = sender.senderKey(group.jid).encrypt(encodeWAMessage(message.content))
  for (const member of group.members) {
    for (const companion of member.companions.values()) {
      const encs: BinaryNode[] = []
      const address = member.signalAddress(companion.id)
      if (!holders.has(address)) encs.push(await encryptFor(world, sender, member, companion, distribution))
      holders.add(address)
      encs.push(node("enc", { v: 2, type: "skmsg" }, skmsg))
      const attrs = { ...groupAttrs(sender, group), ...common(sender, message) }
      hand(world, member, companion, node("message", attrs, encs))
    }
  }
}

/** Sends a message again to one device that could not read it, under the same id and a new session. */
export const resend = async (
  world: World,
  sender: Account,
  owner: Account,
  companion: Companion,
  { id, count }: { id: string; count: number }
): Promise<void> => {
  const kept = sender.resendable.get(id)
  if (!kept || world.faults.take("noResend", owner.pn)) return
  await sender.party.renew(owner.signalAddress(companion.id), () => companion.takeBundle())
  const group = isGroupJid(kept.chat) ? world.groups.get(kept.chat) : undefined
  const addressing = kept.chat.endsWith("@lid") ? "lid" : "pn"
  const message: Outgoing = { id, content: kept.content, addressing }
  const recipient = group ? undefined : world.byJid(kept.chat)
  const isOwn = owner === sender && recipient !== undefined
  const content = group
    ? { ...kept.content, ...distributionOf(sender, group.jid) }
    : isOwn
      ? ownCopy(recipient, message)
      : kept.content
  const enc = await encryptFor(world, sender, owner, companion, content, count)
  const address = group
    ? groupAttrs(sender, group)
    : isOwn
      ? ownChatAttrs(sender, recipient, addressing)
      : chatAttrs(sender, addressing)
  hand(
    world,
    owner,
    companion,
    node("message", { ...address, ...common(sender, message), t: kept.time }, [enc])
  )
}

/** Encrypts a message of a phone for one device. */
export const encryptFor = async (
  world: World,
  sender: Account,
  owner: Account,
  companion: Companion,
  content: proto.IMessage,
  count?: number
): Promise<BinaryNode> => {
  const address = owner.signalAddress(companion.id)
  const sealed = await sender.party.encrypt(address, encodeWAMessage(content), () => companion.takeBundle())
  if (world.faults.take("garble", owner.pn)) {
    const last = sealed.ciphertext.length - 1
    sealed.ciphertext[last] = sealed.ciphertext[last]! ^ 0xff
  }
  return node("enc", { v: 2, type: sealed.type, count }, sealed.ciphertext)
}

const hand = (world: World, owner: Account, companion: Companion, stanza: BinaryNode): void =>
  companion.deliver(stanza, world.faults.take("duplicate", owner.pn) ? 2 : 1)

const common = (sender: Account, { id, content }: Outgoing) => ({
  id,
  t: unixTime(),
  type: stanzaType(content),
  notify: sender.name
})

const chatAttrs = (sender: Account, addressing: Addressing): Record<string, string> =>
  addressing === "lid"
    ? { from: sender.jid("lid"), sender_pn: sender.jid("pn"), addressing_mode: "lid" }
    : { from: sender.jid("pn"), sender_lid: sender.jid("lid") }

const stanzaType = (content: proto.IMessage): string => {
  if (content.reactionMessage) return "reaction"
  const { imageMessage, audioMessage, videoMessage, documentMessage, stickerMessage } = content
  return imageMessage || audioMessage || videoMessage || documentMessage || stickerMessage ? "media" : "text"
}

// No sender_lid here: Baileys would store it as the LID of the recipient.
const ownChatAttrs = (
  sender: Account,
  recipient: Account,
  addressing: Addressing
): Record<string, string> => ({
  from: sender.jid(addressing),
  recipient: recipient.jid(addressing),
  ...(addressing === "lid"
    ? { peer_recipient_pn: recipient.jid("pn"), addressing_mode: "lid" }
    : { peer_recipient_lid: recipient.jid("lid") })
})

const groupAttrs = (sender: Account, group: Group): Record<string, string> => ({
  from: group.jid,
  participant: sender.jid(group.addressing),
  ...(group.addressing === "lid"
    ? { participant_pn: sender.jid("pn") }
    : { participant_lid: sender.jid("lid") }),
  addressing_mode: group.addressing
})

const ownCopy = (recipient: Account, { content, addressing }: Outgoing): proto.IMessage => ({
  deviceSentMessage: { destinationJid: recipient.jid(addressing), message: content }
})

const distributionOf = (sender: Account, group: string): proto.IMessage => ({
  senderKeyDistributionMessage: {
    groupId: group,
    axolotlSenderKeyDistributionMessage: sender.senderKey(group).distribution()
  }
})
