import { createSignal } from "solid-js"
import type { User } from "../api/AccessGateway.ts"
import { Confirm } from "../ui/Confirm.tsx"
import { Field } from "../ui/Field.tsx"
import type { Users } from "./createUsers.ts"
import { nameOf } from "./userWords.ts"

/** Asks which plan those who are picked shall have; both logs keep it. */
export const PlanQuestion = (props: {
  readonly users: Users
  readonly picked: ReadonlyArray<User>
  readonly onClose: () => void
}) => {
  const [plan, setPlan] = createSignal("")
  const [first] = props.picked
  const who = () =>
    props.picked.length === 1 && first !== undefined ? nameOf(first) : `${props.picked.length} users`
  const decide = async () => {
    const ids = props.picked.map(({ id }) => id)
    const name = plan().trim()
    if (await props.users.setUsersPlan(ids, name === "" ? null : name)) {
      props.users.pickNone()
      props.onClose()
    }
  }
  return (
    <Confirm
      title={`Set the plan of ${who()}`}
      yes="Set"
      no="Back"
      isBusy={props.users.act.isBusy()}
      trouble={props.users.act.trouble()}
      onYes={() => void decide()}
      onNo={props.onClose}
    >
      <Field
        label="Plan"
        hint="Empty is no plan."
        maxlength={60}
        value={plan()}
        onInput={(event) => setPlan(event.currentTarget.value)}
      />
    </Confirm>
  )
}
