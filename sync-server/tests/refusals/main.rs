//! Every way in which the office says no, each with its code and without loss; and what it keeps.

mod directory;
mod enrolment;
mod evidence;
mod feed;
mod ledger;
mod parcels;
mod requests;
mod world;
