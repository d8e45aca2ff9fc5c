//! \`DUMP\` and \`RESTORE\`.
use crate::{CommandError, Reply, context::Context};
pub(super) fn dump(_: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Err(CommandError::Unsupported("DUMP"))
}
pub(super) fn restore(_: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Err(CommandError::Unsupported("RESTORE"))
}
pub(super) fn migrate(_: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Err(CommandError::Unsupported("MIGRATE"))
}
pub(crate) fn restore_functions(
    _: &mut Context<'_>,
    _: &[u8],
    _: &[&[u8]],
) -> Result<Reply, CommandError> {
    Err(CommandError::Unsupported("FUNCTION RESTORE"))
}
