import { deflateSync } from "node:zlib"
import { type BinaryNode, proto } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { type Companion } from "./Companion.ts"
import { type Connection } from "./Connection.ts"
import { receiveMessage } from "./Inbound.ts"
import { SERVER } from "./Jid.ts"
import { child, node, unixTime } from "./Node.ts"
import { type ClientHello } from "./Noise.ts"
import { encryptFor } from "./Outbound.ts"
import { answerQuery } from "./Queries.ts"
import { receiveReceipt } from "./Receipts.ts"
import { newMessageId, type World } from "./World.ts"

/** A logged-in connection of one companion. */
export interface Session {
  readonly account: Account
  readonly companion: Companion
}

/** Lets a paired client in, or tells it why not; a connection it had before is told that it was replaced. */
export const logIn = (
  world: World,
  connection: Connection,
  { noiseKey, payload }: ClientHello
): Session | undefined => {
  const account = world.accounts.get(String(payload.username))
  const companion = account?.companions.get(payload.device ?? 0)
  if (!account || !companion?.noiseKey.equals(noiseKey)) {
    connection.send(node("failure", { reason: 401, location: "sim" }))
    connection.close()
    return undefined
  }
  const previous = companion.connection
  companion.connection = connection
  companion.isActive = false
  companion.logins += 1
  if (previous) {
    companion.replacements += 1
    previous.send(node("stream:error", {}, [node("conflict", { type: "replaced" })]))
    previous.close()
  }
  connection.send(node("success", { t: unixTime(), lid: account.jid("lid", companion.id) }))
  return { account, companion }
}

/** Takes one stanza of a logged-in client. */
export const receiveStanza = (world: World, { account, companion }: Session, stanza: BinaryNode): void => {
  const { tag, attrs } = stanza
  if (tag === "iq") {
    answerQuery({ world, account, companion }, stanza)
    if (attrs["xmlns"] === "passive" && child(stanza, "active")) goActive(world, account, companion)
  } else if (tag === "message") {
    companion.inOrder(() => receiveMessage(world, account, companion, stanza))
  } else if (tag === "receipt") {
    companion.inOrder(() => receiveReceipt(world, account, companion, stanza))
  } else if (tag === "ack" && attrs["class"] === "message") {
    const id = attrs["id"] ?? ""
    // After a retry receipt Baileys also refuses the copy that it could not read.
    if (companion.retried.has(id) && attrs["error"] === "500") return
    companion.confirmMessage(id)
    if (attrs["error"]) companion.nacks += 1
  } else if (tag === "ack") {
    companion.confirmStanza(stanza)
  }
}

/** Forgets a connection that has ended. */
export const logOut = (world: World, { account, companion }: Session, connection: Connection): void => {
  if (companion.connection !== connection) return
  companion.connection = undefined
  companion.isActive = false
  world.emit({ type: "offline", number: account.pn, device: companion.id })
}

const goActive = (world: World, account: Account, companion: Companion): void => {
  const count = companion.activate()
  if (companion.connection) world.opening.delete(companion.connection)
  companion.connection?.send(node("ib", { from: SERVER }, [node("offline", { count })]))
  world.emit({ type: "online", number: account.pn, device: companion.id })
  if (world.options.sendHistory && !companion.isHistorySent) {
    companion.isHistorySent = true
    sendHistory(world, account, companion).catch(() => companion.connection?.reset())
  }
}

// Without the phone's first history notification Baileys holds events back for up to 20 s.
const sendHistory = async (world: World, account: Account, companion: Companion): Promise<void> => {
  const history = proto.HistorySync.encode({
    syncType: proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP,
    progress: 100,
    phoneNumberToLidMappings: [{ pnJid: account.jid("pn"), lidJid: account.jid("lid") }]
  }).finish()
  const content: proto.IMessage = {
    protocolMessage: {
      type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
      historySyncNotification: {
        syncType: proto.Message.HistorySyncType.INITIAL_BOOTSTRAP,
        initialHistBootstrapInlinePayload: deflateSync(history),
        chunkOrder: 1,
        progress: 100
      }
    }
  }
  const enc = await encryptFor(world, account, account, companion, content)
  const attrs = { from: account.jid("pn"), id: newMessageId(), t: unixTime(), type: "text", category: "peer" }
  companion.deliver(node("message", attrs, [enc]))
}
