/** The system's own. */
export const CHROMIUM = { executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] };
