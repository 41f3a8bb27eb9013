import { For, Show } from "solid-js"
import { getPolicy, type Role, setPolicy } from "../api/AccountGateway.ts"
import { createAct } from "../ui/createAct.ts"
import { createRead } from "../ui/createRead.ts"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { Switch } from "../ui/Switch.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"

const roles: ReadonlyArray<{ readonly key: Role; readonly label: string }> = [
  { key: "admin", label: "The platform’s admin" },
  { key: "adminStaff", label: "The platform’s staff" },
  { key: "owner", label: "Owners" },
  { key: "staff", label: "Staff of owners" }
]

/** Which roles need a second factor; who has none is led to it at his next step. */
export const PolicyPart = () => {
  const policy = createRead(getPolicy)
  const act = createAct()
  const toggle = (role: Role, isOn: boolean) =>
    void act.run(async () => {
      const others = (policy.value() ?? []).filter((one) => one !== role)
      await setPolicy(isOn ? [...others, role] : others)
      policy.reload()
    })
  return (
    <>
      <Show when={policy.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={policy.reload} isSmall />}
      </Show>
      <FormTrouble trouble={act.trouble()} />
      <p class="mb-1 text-muted">
        Who has none sets it up before anything else opens, also who is logged in now.
      </p>
      <ul>
        <For each={roles}>
          {(role) => (
            <li class="flex h-9 items-center justify-between gap-3 border-b border-line last:border-b-0">
              {role.label}
              <Switch
                label={`${role.label} need a second factor`}
                isOn={policy.value()?.includes(role.key) === true}
                isBusy={policy.value() === null || act.isBusy()}
                onChange={(isOn) => toggle(role.key, isOn)}
              />
            </li>
          )}
        </For>
      </ul>
    </>
  )
}
