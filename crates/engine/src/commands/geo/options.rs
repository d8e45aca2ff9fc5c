//! The options of the searches, of which `GEORADIUS` knows some and `GEOSEARCH` others (`georadiusGeneric`).

use super::{point, unit};
use crate::{
    CommandError,
    algo::geo::{Area, GeoRules, Order, Point, Shape},
    args::{double_or, integer, is},
    context::Context,
    error::refusal,
    value::Zset,
};

const NO_COUNT: CommandError = CommandError::Refused("ERR COUNT must be > 0");
const NEGATIVE_RADIUS: CommandError = CommandError::Refused("ERR radius cannot be negative");
const NEGATIVE_BOX: CommandError = CommandError::Refused("ERR height or width cannot be negative");
const NO_MEMBER: CommandError = CommandError::Refused("ERR could not decode requested zset member");
const ANY_ALONE: CommandError =
    CommandError::Refused("ERR the ANY argument requires COUNT argument");
const NO_POLYGON: CommandError =
    CommandError::Unsupported("ERR BYPOLYGON is not supported by this engine");

/// Which command asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `GEORADIUS`, around a place.
    Around,
    /// `GEORADIUSBYMEMBER`.
    AroundMember,
    /// `GEOSEARCH`.
    Search,
    /// `GEOSEARCHSTORE`.
    SearchStore,
}

impl Kind {
    const fn is_search(self) -> bool {
        matches!(self, Self::Search | Self::SearchStore)
    }
}

/// What a search asks for.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::struct_excessive_bools)] // Keywords that stand alone.
pub(super) struct Options<'a> {
    /// The centre, where it could be told; a member of a key that is not there has none.
    centre: Option<Point>,
    has_centre: bool,
    by_member: bool,
    /// The area, and its unit in metres.
    area: Option<(Area, f64)>,
    pub(super) store: Option<&'a [u8]>,
    pub(super) store_distance: bool,
    pub(super) with_distance: bool,
    pub(super) with_hash: bool,
    pub(super) with_place: bool,
    pub(super) order: Option<Order>,
    /// Places to find at most.
    pub(super) count: Option<usize>,
    /// Any places will do.
    pub(super) any: bool,
}

/// Reads options for one command.
pub(super) struct Reader<'c, 's> {
    pub(super) cx: &'c Context<'s>,
    pub(super) rules: GeoRules,
    pub(super) source: Option<&'c Zset>,
    pub(super) kind: Kind,
    /// Whether results may be stored.
    pub(super) stores: bool,
}

impl Options<'_> {
    fn set_centre(&mut self, centre: Point) {
        (self.centre, self.has_centre) = (Some(centre), true);
    }

    /// Returns the search, where its centre is known.
    pub(super) fn shape(&self) -> Option<Shape> {
        let (area, metres) = self.area?;
        Some(Shape { center: self.centre?, area, metres })
    }

    /// Tells whether each place is answered with more than its member.
    pub(super) const fn tells_more(&self) -> bool {
        self.with_distance || self.with_hash || self.with_place
    }
}

impl Reader<'_, '_> {
    /// Reads all arguments behind the command's name.
    pub(super) fn read<'a>(&self, args: &[&'a [u8]]) -> Result<Options<'a>, CommandError> {
        let mut options = Options::default();
        let mut rest = match self.kind {
            Kind::Around => {
                options.set_centre(point(args[2], args[3])?);
                options.area = Some(self.circle(args[4], args[5])?);
                &args[6..]
            }
            Kind::AroundMember => {
                if self.source.is_some() {
                    options.set_centre(self.member(args[2])?);
                    options.area = Some(self.circle(args[3], args[4])?);
                }
                &args[5..]
            }
            Kind::Search => &args[2..],
            Kind::SearchStore => {
                options.store = Some(args[1]);
                &args[3..]
            }
        };
        while let [word, after @ ..] = rest {
            let used = self.plain(&mut options, word, after)?;
            let used = match used {
                None if self.kind.is_search() => self.shaped(&mut options, word, after)?,
                used => used,
            };
            rest = &after[used.ok_or(refusal::SYNTAX)?..];
        }
        self.check(&options, args[0])?;
        Ok(options)
    }

    /// Takes an option that both commands know; tells how many arguments it took.
    fn plain<'a>(
        &self,
        options: &mut Options<'a>,
        word: &[u8],
        after: &[&'a [u8]],
    ) -> Result<Option<usize>, CommandError> {
        let names_key = self.stores && !self.kind.is_search();
        match after {
            _ if is(word, "WITHDIST") => options.with_distance = true,
            _ if is(word, "WITHHASH") => options.with_hash = true,
            _ if is(word, "WITHCOORD") => options.with_place = true,
            _ if is(word, "ANY") && self.cx.at_least(6, 2, 0) => options.any = true,
            _ if is(word, "ASC") => options.order = Some(Order::Ascending),
            _ if is(word, "DESC") => options.order = Some(Order::Descending),
            [count, ..] if is(word, "COUNT") => {
                let count = usize::try_from(integer(count)?).ok().filter(|count| *count > 0);
                options.count = Some(count.ok_or(NO_COUNT)?);
                return Ok(Some(1));
            }
            [key, ..] if names_key && (is(word, "STORE") || is(word, "STOREDIST")) => {
                options.store = Some(key);
                options.store_distance = is(word, "STOREDIST");
                return Ok(Some(1));
            }
            _ => return Ok(None),
        }
        Ok(Some(0))
    }

    /// Takes an option of `GEOSEARCH`.
    fn shaped(
        &self,
        options: &mut Options<'_>,
        word: &[u8],
        after: &[&[u8]],
    ) -> Result<Option<usize>, CommandError> {
        let by_place = options.has_centre && !options.by_member;
        let area = options.area.map(|(area, _)| area);
        match after {
            _ if is(word, "STOREDIST") && self.kind == Kind::SearchStore => {
                options.store_distance = true;
                Ok(Some(0))
            }
            [member, ..] if is(word, "FROMMEMBER") && !by_place => {
                if self.source.is_some() {
                    options.set_centre(self.member(member)?);
                }
                (options.has_centre, options.by_member) = (true, true);
                Ok(Some(1))
            }
            [x, y, ..] if is(word, "FROMLONLAT") && !options.by_member => {
                options.set_centre(point(x, y)?);
                Ok(Some(2))
            }
            [radius, unit, ..]
                if is(word, "BYRADIUS") && !matches!(area, Some(Area::Box { .. })) =>
            {
                options.area = Some(self.circle(radius, unit)?);
                Ok(Some(2))
            }
            [width, height, unit, ..]
                if is(word, "BYBOX") && !matches!(area, Some(Area::Circle { .. })) =>
            {
                options.area = Some(self.rectangle(width, height, unit)?);
                Ok(Some(3))
            }
            [_, ..] if is(word, "BYPOLYGON") && self.cx.valkey_at_least(9, 0) => Err(NO_POLYGON),
            _ => Ok(None),
        }
    }

    fn check(&self, options: &Options<'_>, name: &[u8]) -> Result<(), CommandError> {
        if options.store.is_some() && options.tells_more() {
            return Err(CommandError::Refused(match self.kind {
                _ if !self.cx.at_least(7, 0, 0) => {
                    "ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORDS options"
                }
                Kind::SearchStore => {
                    "ERR GEOSEARCHSTORE is not compatible with WITHDIST, WITHHASH and WITHCOORD options"
                }
                _ => {
                    "ERR STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options"
                }
            }));
        }
        let exactly_one = |of: &str| {
            let start = format!("ERR exactly one of {of} can be specified for ");
            CommandError::with([start.as_bytes(), name].concat())
        };
        if self.kind.is_search() && !options.has_centre {
            return Err(exactly_one("FROMMEMBER or FROMLONLAT"));
        }
        if self.kind.is_search() && options.area.is_none() {
            return Err(exactly_one("BYRADIUS and BYBOX"));
        }
        if options.any && options.count.is_none() { Err(ANY_ALONE) } else { Ok(()) }
    }

    fn member(&self, member: &[u8]) -> Result<Point, CommandError> {
        let score = self.source.and_then(|zset| zset.score(member)).ok_or(NO_MEMBER)?;
        Ok(Point::of_score(score, self.rules))
    }

    fn circle(&self, radius: &[u8], word: &[u8]) -> Result<(Area, f64), CommandError> {
        let radius = double_or(radius, "ERR need numeric radius")?;
        if radius < 0.0 {
            return Err(NEGATIVE_RADIUS);
        }
        Ok((Area::Circle { radius }, unit(self.rules, word)?))
    }

    fn rectangle(
        &self,
        width: &[u8],
        height: &[u8],
        word: &[u8],
    ) -> Result<(Area, f64), CommandError> {
        let width = double_or(width, "ERR need numeric width")?;
        let height = double_or(height, "ERR need numeric height")?;
        if width < 0.0 || height < 0.0 {
            return Err(NEGATIVE_BOX);
        }
        Ok((Area::Box { width, height }, unit(self.rules, word)?))
    }
}
