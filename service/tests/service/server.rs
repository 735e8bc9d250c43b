//! A service on a free port, stopped when it is dropped.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use sanctions_screen::entity::Designation;
use sanctions_screen::{Entity, Kind, List, Screener};
use sanctions_screen_service::{LoadError, Service, Settings, listen, serve};
use serde_json::Value;
use tokio::sync::oneshot;

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) service: Arc<Service>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The body of an answer that is none of the errors.
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()
    }

    /// The reason of a refusal.
    pub(crate) fn refused(&self, status: u16) -> String {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()["detail"].as_str().expect("every refusal has a reason").to_owned()
    }
}

/// Two small lists.
pub(crate) fn lists() -> Result<Screener, LoadError> {
    let mut turbines = Entity::new("1", Kind::Organization, "Karelin Turbine Works");
    turbines.designations.push(Designation {
        authority: "OFAC".to_owned(),
        programme: "EXAMPLE".to_owned(),
        ..Designation::default()
    });
    let mut person = Entity::new("2", Kind::Person, "Pyotr Zhelezov");
    person.birth_dates.push("1961-03-09".parse()?);
    let first = List::from_entities("first", "Example Authority", vec![turbines, person])?;
    let named = Entity::new("1", Kind::Organization, "Zephyr Gyroscopes Ltd");
    let second = List::from_entities("second", "Example Bank", vec![named])?;
    Ok(Screener::builder().lists([first, second]).build()?)
}

impl Server {
    pub(crate) fn start(settings: Settings) -> Self {
        Self::of(Service::new(settings, lists).expect("the lists are good"))
    }

    pub(crate) fn of(service: Service) -> Self {
        let service = Arc::new(service);
        let (stop, stopped) = oneshot::channel();
        let (started, address) = std::sync::mpsc::channel();
        let served = Arc::clone(&service);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
                started.send(listener.local_addr().unwrap()).unwrap();
                serve(listener, served, async { drop(stopped.await) }).await.unwrap();
            });
        });
        let address = address.recv().expect("the service has started");
        Self { address, service, stop: Some(stop), thread: Some(thread) }
    }

    /// Tells the service to stop, and does not wait.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
    }

    pub(crate) fn join(&mut self) {
        self.thread.take().expect("joined once").join().expect("the service ends well");
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        Self::read(agent().get(format!("http://{}{path}", self.address)).call())
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Answer {
        let request = agent().post(format!("http://{}{path}", self.address)).content_type("application/json");
        Self::read(request.send(body.to_string()))
    }

    pub(crate) fn post_with(&self, path: &str, body: &Value, (header, value): (&str, &str)) -> Answer {
        let request = agent().post(format!("http://{}{path}", self.address)).content_type("application/json");
        Self::read(request.header(header, value).send(body.to_string()))
    }

    fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
        let mut answer = answer.expect("the service answers");
        let status = answer.status().as_u16();
        Answer { status, text: answer.body_mut().read_to_string().expect("the answer is text") }
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            // A failure of the thread has been printed by it.
            drop(thread.join());
        }
    }
}
