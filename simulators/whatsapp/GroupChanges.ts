import { type BinaryNode } from "@whiskeysockets/baileys"
import { type Account } from "./Account.ts"
import { type Group } from "./Group.ts"
import { groupStanza, participantStanza } from "./GroupQueries.ts"
import { node, unixTime } from "./Node.ts"
import { newMessageId } from "./World.ts"

/** Tells the gateways among these members that they are in a new group. */
export const announceGroup = (group: Group, members: Iterable<Account>): void => {
  const content = node("create", { type: "new", key: newMessageId() }, [groupStanza(group)])
  for (const member of members) notify(group, member, content)
}

/** Adds a member and tells every gateway in the group. */
export const addMember = (group: Group, account: Account): void => {
  if (group.members.has(account)) return
  const before = [...group.members]
  group.members.add(account)
  announceGroup(group, [account])
  for (const member of before) notify(group, member, node("add", {}, [participantStanza(group, account)]))
}

/** Removes a member and tells every gateway in the group, also a removed one; senders change their keys. */
export const removeMember = (group: Group, account: Account): void => {
  if (!group.members.has(account)) return
  for (const member of group.members)
    notify(group, member, node("remove", {}, [participantStanza(group, account)]))
  group.members.delete(account)
  for (const member of group.members) member.renewSenderKey(group.jid)
}

const notify = (group: Group, member: Account, content: BinaryNode): void => {
  const [admin] = group.members
  for (const companion of member.companions.values()) {
    companion.inform(
      node(
        "notification",
        {
          from: group.jid,
          type: "w:gp2",
          id: newMessageId(),
          participant: admin?.jid(group.addressing),
          participant_pn: group.addressing === "lid" ? admin?.jid("pn") : undefined,
          addressing_mode: group.addressing,
          t: unixTime()
        },
        [content]
      )
    )
  }
}
