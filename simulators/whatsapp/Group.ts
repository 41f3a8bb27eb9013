import { type Account } from "./Account.ts"
import { type Addressing } from "./Jid.ts"
import { MessageLog } from "./MessageLog.ts"

/** One group: its members and everything said in it. */
export class Group {
  readonly jid: string
  readonly subject: string
  readonly addressing: Addressing
  readonly creation = Math.floor(Date.now() / 1000)
  readonly members = new Set<Account>()
  readonly log = new MessageLog()

  constructor(jid: string, subject: string, addressing: Addressing) {
    this.jid = jid
    this.subject = subject
    this.addressing = addressing
  }

  /** The member who decrypts for all: a person rather than the owner of a gateway number. */
  reader(sender: Account): Account | undefined {
    const others = [...this.members].filter((member) => member !== sender)
    return others.find((member) => member.companions.size === 0) ?? others[0]
  }
}
