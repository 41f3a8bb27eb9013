import { createSignal, For } from "solid-js"
import { permissions, permissionWords, type Permission } from "../../../src/domain/Permissions.ts"
import { createKey } from "../api/AccessGateway.ts"
import { Button } from "../ui/Button.tsx"
import { createAct } from "../ui/createAct.ts"
import { Modal } from "../ui/Drawer.tsx"
import { Field } from "../ui/Field.tsx"
import { FormTrouble } from "../ui/FormTrouble.tsx"
import { Switch } from "../ui/Switch.tsx"

/** A new key: what it is for, and what it may do. */
export const AddKey = (props: { readonly onClose: () => void; readonly onMade: (key: string) => void }) => {
  const act = createAct()
  const [name, setName] = createSignal("")
  const [scopes, setScopes] = createSignal<ReadonlyArray<Permission>>([])
  const toggle = (scope: Permission, isOn: boolean) =>
    setScopes((now) => (isOn ? [...now, scope] : now.filter((one) => one !== scope)))
  const make = (event: SubmitEvent) => {
    event.preventDefault()
    void act.run(async () => props.onMade((await createKey({ name: name().trim(), scopes: scopes() })).key))
  }
  return (
    <Modal isOpen title="New API key" onClose={props.onClose}>
      <form class="flex flex-col gap-3" onSubmit={make}>
        <Field
          label="What it is for"
          required
          maxlength={60}
          autocomplete="off"
          data-autofocus
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <fieldset>
          <legend class="mb-1 font-medium">What it may do</legend>
          <ul>
            <For each={permissions}>
              {(scope) => (
                <li class="flex min-h-8 items-center gap-3 border-t border-line first:border-t-0">
                  <span class="min-w-0 flex-1 first-letter:uppercase">{permissionWords[scope]}</span>
                  <code class="font-mono text-xs text-muted">{scope}</code>
                  <Switch
                    label={permissionWords[scope]}
                    isOn={scopes().includes(scope)}
                    onChange={(isOn) => toggle(scope, isOn)}
                  />
                </li>
              )}
            </For>
          </ul>
        </fieldset>
        <FormTrouble trouble={act.trouble()} />
        <div class="flex justify-end gap-2">
          <Button onClick={() => props.onClose()}>Back</Button>
          <Button type="submit" look="solid" isBusy={act.isBusy()} disabled={scopes().length === 0}>
            Make the key
          </Button>
        </div>
      </form>
    </Modal>
  )
}
