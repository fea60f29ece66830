import { CopyButton, Tooltip, UnstyledButton } from '@mantine/core'
import { words } from '../words/ui.ts'

/** A digest or an id, short, and whole on paper; a click copies the whole. */
export function Digest({ value, length = 8 }: { readonly value: string; readonly length?: number }) {
  const [, hex = value] = value.split(':')
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? words.copied : value}>
          <UnstyledButton
            onClick={copy}
            aria-label={`${hex.slice(0, length)}…: ${words.copyDigest}`}
            ff="monospace"
            fz="sm"
          >
            <span className="no-print">{hex.slice(0, length)}…</span>
            <span className="print-only" style={{ overflowWrap: 'anywhere' }}>
              {value}
            </span>
          </UnstyledButton>
        </Tooltip>
      )}
    </CopyButton>
  )
}
