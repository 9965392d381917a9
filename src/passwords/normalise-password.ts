/**
 * What is hashed: NFC, so that a letter typed as one code point and as two is one password, and
 * nothing else: case and spaces count, and compatibility forms stay apart (NIST SP 800-63B-4, 3.1.1.2;
 * RFC 8265, 4.2.2).
 */
export const normalisePassword = (password: string): string => password.normalize("NFC");
