import { Box, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Names with their values, as a definition list. */
export function Facts({ of }: { readonly of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Box
      component="dl"
      m={0}
      style={{ display: 'grid', gridTemplateColumns: 'fit-content(55%) minmax(0, 1fr)', gap: '0.375rem 1rem' }}
    >
      {of.map(([name, value]) => (
        <Box key={name} style={{ display: 'contents' }}>
          <Text component="dt" size="sm" className="quiet">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} style={{ minWidth: 0 }}>
            {value}
          </Text>
        </Box>
      ))}
    </Box>
  )
}
