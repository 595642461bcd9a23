//! The phone's own database: who uses it now, each person's key, sign-outs that the office has not heard of.

use super::store_error;
use domain::{DeviceId, PersonId};
use indexed_db_futures::{
    database::Database,
    prelude::*,
    transaction::{Transaction, TransactionMode},
};
use js_sys::{Array, Object, Reflect};
use protocol::SignOutRequest;
use replica::StoreError;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

const NAME: &str = "jq-device";
const VERSION: u8 = 1;
const PROFILE: &str = "profile";
const META: &str = "meta";
const CURRENT: &str = "current";
const SIGN_OUTS: &str = "sign-outs";

#[derive(Clone)]
pub struct Device {
    database: Rc<Database>,
}

/// A person signed in on this phone. No name: that rests encrypted with the rest.
#[derive(Clone)]
pub struct Profile {
    pub person: PersonId,
    pub device: DeviceId,
    /// The office's name for this sign-in.
    pub sign_in: String,
    pub key: CryptoKey,
}

type Failed = indexed_db_futures::error::Error;

impl Device {
    pub async fn open() -> Result<Device, StoreError> {
        let opened = Database::open(NAME)
            .with_version(VERSION)
            .with_on_upgrade_needed(|_, database| {
                database.create_object_store(PROFILE).build()?;
                database.create_object_store(META).build()?;
                Ok(())
            })
            .await;
        Ok(Device {
            database: Rc::new(opened.map_err(|_| StoreError::Gone)?),
        })
    }

    pub async fn current(&self) -> Result<Option<Profile>, StoreError> {
        let Some(person) = self.get(META, CURRENT).await?.and_then(|value| value.as_string()) else {
            return Ok(None);
        };
        Ok(self
            .get(PROFILE, &person)
            .await?
            .and_then(|value| read_profile(&person, &value)))
    }

    /// From now on this person uses the phone.
    pub async fn sign_in(&self, profile: &Profile) -> Result<(), StoreError> {
        let issue = || -> Result<Transaction<'_>, Failed> {
            let tx = self.begin()?;
            let person = profile.person.to_string();
            let record = Object::new();
            // Setting a property of a fresh object does not fail.
            let _ = Reflect::set(&record, &"device".into(), &profile.device.to_string().into());
            let _ = Reflect::set(&record, &"sign_in".into(), &profile.sign_in.as_str().into());
            let _ = Reflect::set(&record, &"key".into(), &profile.key);
            drop(
                tx.object_store(PROFILE)?
                    .put(JsValue::from(record))
                    .with_key(person.clone())
                    .primitive()?,
            );
            drop(tx.object_store(META)?.put(person).with_key(CURRENT).primitive()?);
            Ok(tx)
        };
        commit(issue()).await
    }

    /// Drops the person's key; what stays sealed opens only with the next sign-in. The office is told when
    /// there is a network.
    pub async fn sign_out(&self, profile: &Profile) -> Result<(), StoreError> {
        let mut waiting = self.sign_outs().await?;
        waiting.push(SignOutRequest {
            device: profile.device,
            sign_in: Some(profile.sign_in.clone()),
        });
        let person = profile.person;
        let issue = || -> Result<Transaction<'_>, Failed> {
            let tx = self.begin()?;
            drop(tx.object_store(PROFILE)?.delete(person.to_string()).primitive()?);
            let meta = tx.object_store(META)?;
            drop(meta.delete(CURRENT.to_owned()).primitive()?);
            drop(meta.put(list(&waiting)).with_key(SIGN_OUTS).primitive()?);
            drop(meta);
            Ok(tx)
        };
        commit(issue()).await
    }

    pub async fn sign_outs(&self) -> Result<Vec<SignOutRequest>, StoreError> {
        let found = self.get(META, SIGN_OUTS).await?;
        let list = found.map(|value| Array::from(&value)).unwrap_or_default();
        Ok(list
            .iter()
            .filter_map(|value| serde_json::from_str(&value.as_string()?).ok())
            .collect())
    }

    pub async fn told_sign_out(&self, told: &SignOutRequest) -> Result<(), StoreError> {
        let mut waiting = self.sign_outs().await?;
        waiting.retain(|other| other != told);
        let issue = || -> Result<Transaction<'_>, Failed> {
            let tx = self.begin()?;
            drop(
                tx.object_store(META)?
                    .put(list(&waiting))
                    .with_key(SIGN_OUTS)
                    .primitive()?,
            );
            Ok(tx)
        };
        commit(issue()).await
    }

    async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, StoreError> {
        let failed = |e: Failed| store_error(&e);
        let tx = self.database.transaction([store]).build().map_err(failed)?;
        let store = tx.object_store(store).map_err(failed)?;
        store.get(key).primitive().map_err(failed)?.await.map_err(failed)
    }

    fn begin(&self) -> Result<Transaction<'_>, Failed> {
        self.database
            .transaction([PROFILE, META])
            .with_mode(TransactionMode::Readwrite)
            .build()
    }
}

async fn commit(tx: Result<Transaction<'_>, Failed>) -> Result<(), StoreError> {
    let tx = tx.map_err(|e| store_error(&e))?;
    tx.commit().await.map_err(|e| store_error(&e))
}

fn list(waiting: &[SignOutRequest]) -> JsValue {
    let texts = waiting
        .iter()
        .filter_map(|ended| serde_json::to_string(ended).ok());
    texts
        .map(|text| JsValue::from_str(&text))
        .collect::<Array>()
        .into()
}

fn read_profile(person: &str, value: &JsValue) -> Option<Profile> {
    let key = Reflect::get(value, &"key".into()).ok()?.dyn_into().ok()?;
    let device = Reflect::get(value, &"device".into()).ok()?.as_string()?;
    let sign_in = Reflect::get(value, &"sign_in".into()).ok()?.as_string()?;
    Some(Profile {
        person: person.parse().ok()?,
        device: device.parse().ok()?,
        sign_in,
        key,
    })
}
