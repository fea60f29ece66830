import { Box, Group, Text } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import { Suspense } from 'react'
import { words } from '../words/app.ts'
import { Loading } from './loading.tsx'
import { Mark } from './mark.tsx'

/** Around pages for people who are not signed in. */
export function PublicFrame() {
  return (
    <Box component="main" p="md" pt={{ base: 'xl', sm: '10vh' }}>
      <Box className="narrow">
        <Group gap="xs" mb="xl">
          <Mark size={32} />
          <Text fw={700} size="xl">
            {words.product}
          </Text>
        </Group>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </Box>
    </Box>
  )
}
