import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import { useNavigate } from "@solidjs/router"
import Check from "lucide-solid/icons/check"
import CircleUser from "lucide-solid/icons/circle-user"
import { createSignal, For, Show } from "solid-js"
import { Dynamic } from "solid-js/web"
import { AccountFace, triggerClass } from "./AccountButton.tsx"
import { areSingleKeysOn, setSingleKeys } from "./createShortcuts.ts"
import { createTheme, type Theme } from "./createTheme.ts"
import { mayOpen } from "./access.ts"
import { adminPages } from "./adminPages.ts"
import { pages } from "./pages.ts"
import { useSession } from "./SessionContext.ts"

const themes: ReadonlyArray<{ readonly value: Theme; readonly label: string }> = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" }
]
const roles: Record<string, string> = {
  admin: "Platform admin",
  adminStaff: "Platform staff",
  owner: "Owner",
  staff: "Staff"
}

const item =
  "flex h-8 w-full cursor-pointer items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-hover pointer-coarse:h-10"

interface AccountMenuProps {
  readonly isInBottomBar: boolean
  readonly isOpenAtFirst: boolean
  readonly onHelp: () => void
}

/** Who you are, how the page looks, the way out. */
const AccountMenu = (props: AccountMenuProps) => {
  const session = useSession()
  const navigate = useNavigate()
  const [theme, setTheme] = createTheme()
  const [hasKeys, setKeys] = createSignal(areSingleKeysOn())
  const login = session.login
  /** What is in no bar. */
  const others = () => {
    if (!props.isInBottomBar)
      return pages.filter(
        ({ href, group }) => login().tenantId !== null && group === "account" && mayOpen(login(), href)
      )
    return (login().tenantId === null ? adminPages : pages).filter(
      ({ href, isOnPhone }) => !isOnPhone && mayOpen(login(), href)
    )
  }
  const toggleKeys = (isOn: boolean) => {
    setKeys(isOn)
    setSingleKeys(isOn)
  }

  return (
    <DropdownMenu
      gutter={6}
      defaultOpen={props.isOpenAtFirst}
      placement={props.isInBottomBar ? "top-end" : "bottom-end"}
    >
      <DropdownMenu.Trigger class={triggerClass(props.isInBottomBar)}>
        <AccountFace isInBottomBar={props.isInBottomBar} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="rise z-50 w-60 rounded-md border border-line bg-raised p-1 text-sm shadow-float outline-none">
          <div class="px-2 py-1.5">
            <p class="truncate font-medium">{login().username}</p>
            <p class="truncate text-muted">
              {roles[login().role]}
              <Show when={login().tenantName}>{(name) => <> · {name()}</>}</Show>
            </p>
          </div>
          <DropdownMenu.Separator class="my-1 border-line" />
          <Show when={others().length > 0}>
            <For each={others()}>
              {(page) => (
                <DropdownMenu.Item class={item} onSelect={() => navigate(page.href)}>
                  <Dynamic component={page.icon} class="size-4 text-muted" aria-hidden="true" />
                  {page.label}
                </DropdownMenu.Item>
              )}
            </For>
            <DropdownMenu.Separator class="my-1 border-line" />
          </Show>
          <DropdownMenu.Item class={item} onSelect={() => navigate("/account")}>
            <CircleUser class="size-4 text-muted" aria-hidden="true" />
            Your account
          </DropdownMenu.Item>
          <DropdownMenu.Separator class="my-1 border-line" />
          <DropdownMenu.RadioGroup value={theme()} onChange={(value) => setTheme(value as Theme)}>
            <DropdownMenu.GroupLabel class="px-2 py-1 text-xs text-muted">Look</DropdownMenu.GroupLabel>
            <For each={themes}>
              {(choice) => (
                <DropdownMenu.RadioItem value={choice.value} closeOnSelect={false} class={item}>
                  <span class="inline-flex w-4">
                    <DropdownMenu.ItemIndicator>
                      <Check class="size-4 text-accent" aria-hidden="true" />
                    </DropdownMenu.ItemIndicator>
                  </span>
                  {choice.label}
                </DropdownMenu.RadioItem>
              )}
            </For>
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Separator class="my-1 border-line" />
          <DropdownMenu.CheckboxItem
            checked={hasKeys()}
            onChange={toggleKeys}
            closeOnSelect={false}
            class={item}
          >
            <span class="inline-flex w-4">
              <DropdownMenu.ItemIndicator>
                <Check class="size-4 text-accent" aria-hidden="true" />
              </DropdownMenu.ItemIndicator>
            </span>
            Single-key shortcuts
          </DropdownMenu.CheckboxItem>
          <DropdownMenu.Item class={item} onSelect={props.onHelp}>
            <span class="w-4" />
            Keyboard shortcuts
            <kbd class="ml-auto text-muted">?</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Separator class="my-1 border-line" />
          <DropdownMenu.Item class={item} onSelect={() => void session.logOut()}>
            <span class="w-4" />
            Log out
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  )
}

export default AccountMenu
