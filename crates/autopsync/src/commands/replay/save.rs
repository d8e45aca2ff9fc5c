//! `replay --save`.

use super::ReplayArgs;
use crate::{
    commands::export::{OutputFile, no_target, target_name},
    error::Error,
};
use autopsync_case::questions::{
    export::TargetChoice,
    replay::{ReplayAnswer, save},
};
use autopsync_engine::Engine;
use autopsync_rdb::write::Target;
use autopsync_report::Privacy;
use autopsync_report::documents::{export::Summary, replay::SavedSnapshot};

/// Checks, before anything is replayed, that what belongs to `--save` comes with it.
pub fn check(args: &ReplayArgs, privacy: Privacy) -> Result<(), Error> {
    if args.save.is_some() && privacy == Privacy::Redacted {
        return Err(Error::usage(
            "--redact does not reach into what --save writes",
            "leave one of them out",
        ));
    }
    let choice = args.target.choice();
    if args.save.is_none() && (choice != TargetChoice::AsSource || args.target.drop_unsupported) {
        return Err(Error::usage("a target has no meaning without --save", "add --save FILE"));
    }
    choice.target().map_err(|error| no_target(&error)).map(|_| ())
}

/// Saves the data set where that is wanted.
pub fn save(
    args: &ReplayArgs,
    engine: &Engine,
    answer: &ReplayAnswer,
) -> Result<Option<SavedSnapshot>, Error> {
    let Some(path) = &args.save else { return Ok(None) };
    let target = match args.target.choice().target().map_err(|error| no_target(&error))? {
        Some(target) => target,
        None => Target::for_version(&engine.profile().replica),
    };
    let mut file = OutputFile::create(path)?;
    let summary = save::save(engine, answer, target, args.target.drop_unsupported, &mut file)?;
    let bytes = file.commit()?;
    let summary = Summary::of(&summary);
    let identity = save::identity(engine, answer).filter(|_| target.version() >= 8);
    Ok(Some(SavedSnapshot {
        path: path.display().to_string(),
        bytes,
        target: target_name(&target),
        repl_id: identity.and_then(|at| at.repl_id).map(|id| id.to_string()),
        repl_offset: identity
            .and_then(|at| at.repl_offset)
            .map(autopsync_model::AppliedOffset::get),
        repl_stream_db: identity.and_then(|at| at.repl_stream_db),
        keys: summary.selected.saturating_sub(summary.dropped),
        functions: summary.functions,
        scripts: summary.scripts,
        losses: summary.losses,
    }))
}
